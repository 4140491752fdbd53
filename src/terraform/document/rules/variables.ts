/** Input variables. */
import { type Block, blocksOf } from '../blocks.js'
import { misfits } from '../default-value.js'
import { type DocumentProblem, invalid } from '../problem.js'
import type { TerraformDocument } from '../shape.js'
import { readTypeConstraint } from '../type-constraint.js'

/** Arguments of module calls, so that no module can have variables of these names. */
const reserved = new Set([
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'lifecycle',
  'depends_on',
  'locals',
  'provider',
])

export const checkVariables = (document: TerraformDocument): readonly DocumentProblem[] =>
  blocksOf(document, 'variable').flatMap(block => [...name(block), ...type(block), ...nullDefault(block)])

const name = ({ labels, path }: Block): readonly DocumentProblem[] =>
  reserved.has(labels[0]!)
    ? [
        invalid(
          path,
          `The variable name "${labels[0]}" is reserved due to its special meaning inside module blocks.`,
        ),
      ]
    : []

const type = ({ members, path }: Block): readonly DocumentProblem[] => {
  if (typeof members.type !== 'string') return []
  const read = readTypeConstraint(members.type)
  if ('type' in read)
    return misfits(members.default ?? null, read.type, [...path, 'default']).map(misfit =>
      invalid(
        misfit.path,
        `This default value is not compatible with the variable's type constraint: ${misfit.wanted}.`,
      ),
    )
  const bare = /^\s*\$\{(.*)\}\s*$/s.exec(members.type)?.[1]?.trim()
  const hint = bare === undefined ? similarType(members.type) : `write "${bare}", without \${…}`
  return [invalid([...path, 'type'], read.flaw, hint)]
}

/** What other languages call them. */
const similarType = (text: string): string | undefined => {
  const known: Readonly<Record<string, string>> = {
    int: 'number',
    integer: 'number',
    float: 'number',
    str: 'string',
    boolean: 'bool',
    array: 'list(any)',
    dict: 'map(any)',
    attrs: 'map(any)',
  }
  const right = known[text.trim().toLowerCase()]
  return right === undefined ? undefined : `did you mean "${right}"?`
}

const nullDefault = ({ members, path }: Block): readonly DocumentProblem[] =>
  members.default === null && (members.nullable === false || members.nullable === 'false')
    ? [invalid([...path, 'default'], 'A null default value is not valid when nullable=false.')]
    : []
