/** Files of values for variables (*.tfvars): each becomes the default, before the one of the configuration. */
import type { Body } from '../syntax.js'
import type { Doubt } from './body.js'
import type { Converted } from './convert.js'
import { type Member, nest } from './node.js'
import { nodeOf } from './value.js'

/** `sensitive`: variables whose values must not be written down. */
export const convertValues = (body: Body, sensitive: ReadonlySet<string>): Converted => {
  const doubts: Doubt[] = []
  const members = body.items.flatMap((item): readonly Member[] => {
    if (item.kind === 'block') {
      doubts.push({ at: item.at, message: 'A file of values has no blocks.', lost: true })
      return []
    }
    const { name, value, comments, apart } = item
    if (sensitive.has(name)) {
      doubts.push({
        at: item.at,
        message: `The variable "${name}" is sensitive: its value stays out of the module. Give it with --var-file or TF_VAR_${name}.`,
      })
      return []
    }
    const inner = nodeOf(value, 'literal', { mode: 'literal', nulls: true })
    return [
      { comments, apart, name: 'variable', value: nest([name, 'default'], { kind: 'forced', value: inner }) },
    ]
  })
  return { members, rest: body.rest, doubts }
}
