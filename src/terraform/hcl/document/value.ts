/** Expressions of HCL as values of JSON syntax. */
import type { Expression, Key, Part, Text } from '../syntax.js'
import type { Node, SetNode } from './node.js'
import { type Mode, memberModeOf, type Rules } from './rules.js'

/**
 * The value of an argument. Null stays null only where it means that nothing is set; elsewhere it is `${null}`, because
 * terrane leaves nulls out.
 */
export const nodeOf = (expression: Expression, mode: Mode, { nulls, ...rules }: Rules): Node => {
  switch (expression.kind) {
    case 'text':
      return {
        kind: 'string',
        text: mode === 'evaluated' ? templateOf(expression.parts) : literalOf(expression),
      }
    case 'number':
      return numberOf(expression.text, mode)
    case 'bool':
      return { kind: 'bool', value: expression.value }
    case 'null':
      return nulls ? interpolation('null') : { kind: 'null' }
    case 'list':
      return {
        kind: 'list',
        elements: expression.elements.map(({ value, ...about }) => ({
          ...about,
          value: value.kind === 'null' ? { kind: 'null' } : nodeOf(value, mode, { ...rules, nulls: true }),
        })),
        rest: expression.rest,
      }
    case 'object':
      return objectOf(expression, mode, rules)
    case 'other':
      return mode === 'bare' ? { kind: 'string', text: expression.source } : interpolation(expression.source)
  }
}

const objectOf = ({ entries, rest }: Expression & { kind: 'object' }, mode: Mode, rules: Rules): SetNode => ({
  kind: 'set',
  members: entries.map(({ key, value, ...about }) => {
    const name = keyOf(key, mode)
    return {
      ...about,
      name,
      value: nodeOf(value, memberModeOf(rules, name, mode), { ...rules, nulls: true }),
    }
  }),
  rest,
})

const keyOf = (key: Key, mode: Mode): string =>
  key.kind === 'name'
    ? key.text
    : key.kind === 'text'
      ? mode === 'evaluated'
        ? templateOf(key.parts)
        : literalOf(key)
      : mode === 'bare'
        ? key.source
        : `\${${key.source}}`

const interpolation = (source: string): Node => ({ kind: 'string', text: `\${${source}}`, source })

/**
 * The numbers of Nix are 64 bit wide: one that would lose digits stays an expression; where nothing is evaluated, it
 * becomes text, which Terraform takes for a number as well.
 */
const numberOf = (text: string, mode: Mode): Node => {
  if (mode === 'bare') return { kind: 'string', text }
  const tooLong: Node = mode === 'literal' ? { kind: 'string', text } : interpolation(text)
  if (/^-?\d+$/.test(text)) {
    const value = BigInt(text)
    return value >= -(2n ** 63n) + 1n && value < 2n ** 63n
      ? { kind: 'number', text: value.toString() }
      : tooLong
  }
  const short = shortest(text)
  return short === undefined ? tooLong : { kind: 'number', text: short }
}

/** A decimal without an exponent that is the same number; undefined where a double isn't. */
const shortest = (text: string): string | undefined => {
  const short = String(Number(text))
  if (!/^-?\d+(\.\d+)?$/.test(short) || digitsOf(short) !== digitsOf(text)) return undefined
  return Number.isInteger(Number(text)) && !Number.isSafeInteger(Number(text)) ? undefined : short
}

/** The number as digits and the power of ten of the last. */
const digitsOf = (text: string): string => {
  const [, sign = '', whole = '', part = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? []
  const digits = `${whole}${part}`.replace(/^0+/, '')
  const significant = digits.replace(/0+$/, '')
  const power = Number(exponent) - part.length + (digits.length - significant.length)
  return significant === '' ? '0' : `${sign}${significant}e${power}`
}

/** A text where nothing is evaluated. HCL would have refused a template there; what evaluates one gets it as it is. */
const literalOf = ({ parts }: Text): string =>
  parts.every(part => part.kind === 'literal') ? parts.map(({ value }) => value).join('') : templateOf(parts)

/** A text as a template of JSON: what is literal is escaped. */
export const templateOf = (parts: readonly Part[]): string =>
  parts
    .map((part, index) => {
      if (part.kind !== 'literal') return part.source
      const next = parts[index + 1]
      const escaped = part.value.replace(/\$\{/g, '$$$${').replace(/%\{/g, '%%{')
      if (next === undefined || next.kind === 'literal') return escaped
      // A sign right before an interpolation would escape it.
      return escaped.replace(next.source[0] === '$' ? /\$+$/ : /%+$/, signs => `\${"${signs}"}`)
    })
    .join('')
