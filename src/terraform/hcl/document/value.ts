/** Expressions of HCL as values of JSON syntax. */
import type { Expression, Key, Offset, Other, Part, Text } from '../syntax.js'
import { constantKey, constantOf, constantText } from './constant.js'
import type { Node } from './node.js'
import { type Mode, memberModeOf, type Rules } from './rules.js'

/** Told of each place where a value would have to be computed, and nothing does that. */
export type Refuse = (at: Offset) => void

/**
 * The value of an argument. Null stays null only where it means that nothing is set; elsewhere it is `${null}`, because
 * terrane leaves nulls out.
 */
export const nodeOf = (
  expression: Expression,
  mode: Mode,
  { nulls, ...rules }: Rules,
  refuse: Refuse,
): Node => {
  switch (expression.kind) {
    case 'text':
      return {
        kind: 'string',
        text: mode === 'evaluated' ? templateOf(expression.parts) : literalOf(expression, mode, refuse),
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
          value:
            value.kind === 'null' ? { kind: 'null' } : nodeOf(value, mode, { ...rules, nulls: true }, refuse),
        })),
        rest: expression.rest,
      }
    case 'object':
      return objectOf(expression, mode, rules, refuse)
    case 'other':
      return otherOf(expression, mode, { ...rules, ...(nulls ? { nulls } : {}) }, refuse)
  }
}

const otherOf = (expression: Other, mode: Mode, rules: Rules, refuse: Refuse): Node => {
  const { source, at } = expression
  if (mode === 'bare') return { kind: 'string', text: source }
  if (mode === 'evaluated') return interpolation(source)
  const constant = constantOf(expression)
  // Places in what was worked out are no places of the file.
  if (constant !== undefined) return nodeOf(constant, mode, rules, () => refuse(at))
  if (!isLookedUp(source, mode)) refuse(at)
  return interpolation(source)
}

/** What is a reference or a call, HCL of Terraform refuses there, and OpenTofu evaluates, in JSON as well. */
const isLookedUp = (source: string, mode: Mode): boolean =>
  mode === 'static' &&
  /(?<![\w.-])(?:var|local|path|terraform|tofu|key_provider|method)\.|\w\(/.test(
    source.replace(/"[^"\\$%]*"/g, '""'),
  )

const objectOf = (
  { entries, rest, source }: Expression & { kind: 'object' },
  mode: Mode,
  rules: Rules,
  refuse: Refuse,
): Node => {
  // Terraform's JSON has templates as keys, but panics where one is sensitive; in an expression, any key is well.
  if (mode === 'evaluated' && entries.some(({ key }) => isComputed(key))) return interpolation(source)
  return {
    kind: 'set',
    members: entries.map(({ key, value, ...about }) => {
      const name = keyOf(key, mode, refuse)
      const inner = nodeOf(value, memberModeOf(rules, name, mode), { ...rules, nulls: true }, refuse)
      return { ...about, name, value: inner }
    }),
    rest,
  }
}

const isComputed = (key: Key): boolean =>
  key.kind === 'text'
    ? constantText(key.parts) === undefined
    : key.kind === 'other' && constantKey(key) === undefined

const keyOf = (key: Key, mode: Mode, refuse: Refuse): string => {
  if (key.kind === 'name') return key.text
  if (key.kind === 'text') return mode === 'evaluated' ? templateOf(key.parts) : literalOf(key, mode, refuse)
  if (mode === 'bare') return key.source
  const constant = constantKey(key)
  if (constant !== undefined)
    return mode === 'evaluated' ? templateOf([{ kind: 'literal', value: constant }]) : constant
  if (!isLookedUp(key.source, mode)) refuse(key.at)
  return `\${${key.source}}`
}

const interpolation = (source: string): Node => ({ kind: 'string', text: `\${${source}}`, source })

/**
 * The numbers of Nix are 64 bit wide: one that would lose digits stays an expression; where nothing is evaluated, it
 * becomes text, which Terraform takes for a number as well.
 */
const numberOf = (text: string, mode: Mode): Node => {
  if (mode === 'bare') return { kind: 'string', text }
  const tooLong: Node = mode === 'evaluated' ? interpolation(text) : { kind: 'string', text }
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

/** A text where nothing is evaluated. Where OpenTofu does evaluate it, it gets the template as it is. */
const literalOf = ({ parts, at }: Text, mode: Mode, refuse: Refuse): string => {
  const constant = constantText(parts)
  if (constant !== undefined) return constant
  const isTemplate = parts.some(part => part.kind !== 'literal' && isLookedUp(part.source, mode))
  if (mode !== 'bare' && !isTemplate) refuse(at)
  return templateOf(parts)
}

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
