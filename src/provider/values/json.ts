/** Values in JSON files: Terraform's states, and the cloud's own file, which has the same form. */
import { mapEntries } from './conform.js'
import { dynamicParts, isList, isValues, type Value } from './value.js'

const tokens = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/**
 * Reads JSON without changing a digit: a number that JavaScript would round becomes a string, which Terraform takes for
 * the same number. Throws a SyntaxError.
 */
export const parseExactly = (text: string): unknown =>
  JSON.parse(
    text.replace(tokens, token =>
      token.startsWith('"') || String(Number(token)) === token ? token : exactly(token),
    ),
  )

const exactly = (token: string): string => (token.replace(/\D/g, '').length <= 15 ? token : `"${token}"`)

/** What `conform` turns back into the value. A bigint becomes a string of digits. */
export const toJson = (value: Value): unknown => {
  if (typeof value === 'bigint') return String(value)
  const typed = dynamicParts(value)
  if (typed !== undefined) return { type: JSON.parse(typed.type) as unknown, value: toJson(typed.value) }
  if (isList(value)) return value.map(toJson)
  return isValues(value) ? mapEntries(value, toJson) : value
}
