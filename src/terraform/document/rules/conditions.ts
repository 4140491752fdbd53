/** Conditions must look at something: one that refers to nothing always says the same. */
import { argumentedBlocksOf, type Body, blocksOf, nested } from '../blocks.js'
import { type DocumentProblem, invalid } from '../problem.js'
import type { TerraformDocument } from '../shape.js'
import { type Reference, scanTemplate } from '../template/scan.js'

export const checkConditions = (document: TerraformDocument): readonly DocumentProblem[] => [
  ...['resource', 'data', 'ephemeral'].flatMap(kind =>
    argumentedBlocksOf(document, kind).flatMap(block =>
      nested(block, 'lifecycle').flatMap(lifecycle =>
        ['precondition', 'postcondition'].flatMap(name => anyReference(nested(lifecycle, name))),
      ),
    ),
  ),
  ...blocksOf(document, 'output').flatMap(block => anyReference(nested(block, 'precondition'))),
  ...blocksOf(document, 'check').flatMap(block => anyReference(nested(block, 'assert'))),
  ...blocksOf(document, 'variable').flatMap(block =>
    nested(block, 'validation').flatMap(body => itself(body, block.labels[0]!)),
  ),
]

/** `undefined`: it can't be said what the condition refers to. */
const referencesOf = ({ members }: Body): readonly Reference[] | undefined => {
  const { condition } = members
  if (condition === undefined) return undefined
  if (typeof condition !== 'string')
    return typeof condition === 'object' && condition !== null ? undefined : []
  const { references, unsure, flaw } = scanTemplate(condition)
  return unsure || flaw !== undefined ? undefined : references
}

const anyReference = (bodies: readonly Body[]): readonly DocumentProblem[] =>
  bodies.flatMap(body =>
    referencesOf(body)?.length === 0
      ? [
          invalid(
            [...body.path, 'condition'],
            'The condition expression must refer to at least one object from elsewhere in the configuration, or else its result would not be checking anything.',
            'A condition is a template: "${var.size > 0}".',
          ),
        ]
      : [],
  )

const itself = (body: Body, name: string): readonly DocumentProblem[] => {
  const references = referencesOf(body)
  return references === undefined || references.some(([root, first]) => root === 'var' && first === name)
    ? []
    : [
        invalid(
          [...body.path, 'condition'],
          `The condition for variable "${name}" must refer to var.${name} in order to test incoming values.`,
        ),
      ]
}
