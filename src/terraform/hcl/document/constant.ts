/**
 * What an expression is where nothing but a value can stand. Only what is plainly that value is worked out: parentheses, a
 * sign, a text with values in it.
 */
import { expressionBetween } from '../expression.js'
import { behindBracket, expressionEnd } from '../scan.js'
import type { Expression, Other, Part } from '../syntax.js'
import { triviaAt } from '../trivia.js'

/** The value; places in it count from the beginning of the expression. Undefined where it has to be computed. */
export const constantOf = ({ source }: Other): Expression | undefined => {
  const value = expressionBetween(source, 0, source.length)
  if (value.kind !== 'other') return value
  // A text that is nothing but an interpolation comes back without it.
  if (value.source !== source) return constantOf(value)
  const [sign] = source
  if (sign === '(')
    return behindBracket(source, 0) === source.length ? constantIn(source.slice(1, -1)) : undefined
  const inner = sign === '-' || sign === '!' ? constantIn(source.slice(1)) : undefined
  if (sign === '-' && inner?.kind === 'number') {
    const text = inner.text.startsWith('-') ? inner.text.slice(1) : `-${inner.text}`
    return { ...inner, text }
  }
  return sign === '!' && inner?.kind === 'bool' ? { ...inner, value: !inner.value } : undefined
}

/** The text of a template in which all is constant. */
export const constantText = (parts: readonly Part[]): string | undefined => {
  const texts = parts.map(part =>
    part.kind === 'literal' ? part.value : part.kind === 'directive' ? undefined : interpolated(part.source),
  )
  return texts.includes(undefined) ? undefined : texts.join('')
}

/** As a key of an object, which is a text always. */
export const constantKey = (key: Other): string | undefined => {
  const value = constantOf(key)
  return value === undefined ? undefined : textOf(value)
}

const interpolated = (source: string): string | undefined => {
  // Takes of the text around it.
  if (source[2] === '~' || source.at(-2) === '~') return undefined
  const value = constantIn(source.slice(2, -1))
  return value === undefined ? undefined : textOf(value)
}

/** With white space and comments around it. */
const constantIn = (text: string): Expression | undefined => {
  const at = triviaAt(text, 0).end
  return constantOf({ kind: 'other', source: text.slice(at, expressionEnd(text, at, '')), at: 0 })
}

const textOf = (value: Expression): string | undefined => {
  switch (value.kind) {
    case 'text':
      return constantText(value.parts)
    case 'bool':
      return String(value.value)
    case 'number':
      // Others are printed in another way than they are written.
      return /^(0|-?[1-9]\d{0,14})(\.\d{0,10}[1-9])?$/.test(value.text) ? value.text : undefined
    default:
      return undefined
  }
}
