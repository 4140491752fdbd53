/** `count` and `for_each`. */
import { argumentedBlocksOf, type Block } from '../blocks.js'
import { type DocumentProblem, invalid } from '../problem.js'
import type { TerraformDocument } from '../shape.js'
import { isTemplate } from '../template/scan.js'

export const checkMetaArguments = (document: TerraformDocument): readonly DocumentProblem[] =>
  ['resource', 'data', 'ephemeral', 'module'].flatMap(kind =>
    argumentedBlocksOf(document, kind).flatMap(block => [...both(block), ...count(block), ...forEach(block)]),
  )

const both = ({ members, path }: Block): readonly DocumentProblem[] =>
  members.count === undefined || members.for_each === undefined
    ? []
    : [
        invalid(
          [...path, 'for_each'],
          'The "count" and "for_each" meta-arguments are mutually-exclusive, only one should be used to be explicit about the number of resources to be created.',
        ),
      ]

const count = ({ members, path }: Block): readonly DocumentProblem[] => {
  const value = members.count
  if (typeof value === 'bigint' && BigInt.asIntN(64, value) !== value)
    return [
      invalid(
        [...path, 'count'],
        'The given "count" argument value is unsuitable: value must be a whole number, between -9223372036854775808 and 9223372036854775807.',
      ),
    ]
  if (typeof value === 'string' ? isTemplate(value) : typeof value !== 'number') return []
  const number = typeof value === 'string' && !/^[+-]?\d/.test(value) ? Number.NaN : Number(value)
  if (Number.isInteger(number) && number >= 0) return []
  const problem = Number.isNaN(number)
    ? 'a number is required'
    : number < 0
      ? 'must be greater than or equal to zero'
      : 'value must be a whole number'
  return [invalid([...path, 'count'], `The given "count" argument value is unsuitable: ${problem}.`)]
}

const forEach = ({ members, path }: Block): readonly DocumentProblem[] => {
  const value = members.for_each
  return typeof value !== 'string' || isTemplate(value)
    ? []
    : [
        invalid(
          [...path, 'for_each'],
          'The "for_each" argument must be a map, or set of strings, and you have provided a value of type string.',
        ),
      ]
}
