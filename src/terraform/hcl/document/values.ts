/** Files of values for variables (*.tfvars): each becomes the default, before the one of the configuration. */
import type { Body } from '../syntax.js'
import { aboutOf, type Doubt, refusing } from './body.js'
import type { Converted } from './convert.js'
import { type Member, mapMembers, type Node, nest } from './node.js'
import { nodeOf } from './value.js'

export interface KnownVariables {
  /** Undefined where the configuration is not known. */
  readonly declared: ReadonlySet<string> | undefined
  /** Their values must not be written down. */
  readonly sensitive: ReadonlySet<string>
}

export const convertValues = (body: Body, { declared, sensitive }: KnownVariables): Converted => {
  const doubts: Doubt[] = []
  const members = body.items.flatMap((item): readonly Member[] => {
    if (item.kind === 'block') {
      doubts.push({ at: item.at, message: 'A file of values has no blocks.', lost: true })
      return []
    }
    const { name, value } = item
    if (declared?.has(name) === false) {
      doubts.push({
        at: item.at,
        message: `No variable "${name}" is declared in what is imported: its value is left out, as Terraform ignores it.`,
      })
      return []
    }
    if (sensitive.has(name)) {
      doubts.push({
        at: item.at,
        message: `The variable "${name}" is sensitive: its value stays out of the module. Give it with --var-file or TF_VAR_${name}.`,
      })
      return []
    }
    const inner = nodeOf(value, 'literal', { mode: 'literal', nulls: true }, refusing(doubts))
    return [
      {
        ...aboutOf(item),
        name: 'variable',
        value: nest([name, 'default'], { kind: 'forced', value: inner }),
      },
    ]
  })
  return { members, rest: body.rest, doubts }
}

/**
 * The same blocks, with each value where its default is: one set of a module can't say both. A variable without a default
 * keeps its value beside it. Of several values for one variable the last counts, as with several --var-file.
 */
export const valuesInPlace = (members: readonly Member[]): readonly Member[] => {
  const values = new Map<string, Member>()
  for (const member of members) {
    const name = valueFor(member)?.name
    if (name !== undefined) values.set(name, member)
  }
  if (values.size === 0) return members
  const placed = new Set<Member>()
  const replaced = members.map(member =>
    member.name !== 'variable' || valueFor(member) !== undefined
      ? member
      : mapMembers(member, variable =>
          mapMembers(variable, argument => {
            const value = argument.name === 'default' ? values.get(variable.name) : undefined
            if (value === undefined) return argument
            placed.add(value)
            const comments = [...argument.comments, ...value.comments]
            return { ...argument, comments, value: valueFor(value)!.value }
          }),
        ),
  )
  return replaced.filter(member => {
    const name = valueFor(member)?.name
    return name === undefined || (values.get(name) === member && !placed.has(member))
  })
}

/** What `convertValues` makes. */
const valueFor = ({ name, value }: Member): { readonly name: string; readonly value: Node } | undefined => {
  const variable = name === 'variable' && value.kind === 'set' ? value.members[0] : undefined
  const inner = variable?.value.kind === 'set' ? variable.value.members[0]?.value : undefined
  return inner?.kind === 'forced' ? { name: variable!.name, value: inner.value } : undefined
}
