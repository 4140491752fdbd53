/** The text of quotes and heredocs taken apart: what is literal, with its escapes undone, and what is evaluated. */
import { behindTemplate, heredocAt, openingAt } from './scan.js'
import type { Offset, Part, Text } from './syntax.js'

/** A quoted text; `end` is behind its closing quote. */
export const quotedText = (text: string, at: Offset, end: Offset): Text => ({
  kind: 'text',
  parts: stripped(partsOf(text, at + 1, end - 1, unescaped)),
  heredoc: false,
  at,
})

/** The heredoc at a place. */
export const heredocText = (text: string, at: Offset): Text => {
  const { flush, from, to } = heredocAt(text, at)!
  const parts = partsOf(text, from, to, value => value.replaceAll('\r\n', '\n'))
  return { kind: 'text', parts: flush ? withoutIndentation(parts) : parts, heredoc: true, at }
}

/** The text of a template that nothing is around: of a string in JSON. */
export const bareParts = (text: string): readonly Part[] => partsOf(text, 0, text.length, value => value)

const partsOf = (
  text: string,
  from: Offset,
  to: Offset,
  decode: (value: string) => string,
): readonly Part[] => {
  const parts: Part[] = []
  let literal = from
  const add = (end: Offset) => {
    const value = decode(withoutDoubled(text.slice(literal, end)))
    if (value !== '') parts.push({ kind: 'literal', value })
  }
  for (let at = from; at < to; ) {
    const sign = openingAt(text, at)
    if (sign === undefined || (at > from && text[at - 1] === sign)) {
      at += text[at] === '\\' && decode === unescaped ? 2 : 1
      continue
    }
    add(at)
    const end = behindTemplate(text, at)
    parts.push({ kind: sign === '$' ? 'interpolation' : 'directive', source: text.slice(at, end) })
    at = end
    literal = end
  }
  add(to)
  return parts
}

/** `$${` is the text `${`. Longer runs lose one sign, too. */
const withoutDoubled = (text: string): string => text.replace(/\$\$\{/g, '${').replace(/%%\{/g, '%{')

const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', '"': '"', '\\': '\\' }

const unescaped = (text: string): string =>
  text.replace(/\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([\s\S]))/g, (all, short, long, sign) =>
    sign === undefined ? String.fromCodePoint(Number.parseInt(short ?? long, 16)) : (escapes[sign] ?? all),
  )

const space = String.raw`[\t\n\v\f\r \u0085\u00a0\p{Z}]`
const spaceAtStart = new RegExp(`^${space}+`, 'u')
const spaceAtEnd = new RegExp(`${space}+$`, 'u')

/**
 * `~` takes the white space beside it. In quotes that is all of it, in a template of JSON only as far as its line: so it
 * is done here.
 */
const stripped = (parts: readonly Part[]): readonly Part[] => {
  const opens = (part: Part | undefined) =>
    part !== undefined && part.kind !== 'literal' && part.source[2] === '~'
  const closes = (part: Part | undefined) =>
    part !== undefined && part.kind !== 'literal' && part.source.at(-2) === '~'
  return parts.flatMap((part, index): readonly Part[] => {
    if (part.kind !== 'literal')
      return [{ ...part, source: part.source.replace(/^(..)~/, '$1').replace(/~\}$/, '}') }]
    let { value } = part
    if (closes(parts[index - 1])) value = value.replace(spaceAtStart, '')
    if (opens(parts[index + 1])) value = value.replace(spaceAtEnd, '')
    return value === '' ? [] : [{ kind: 'literal', value }]
  })
}

/**
 * `<<-`: the least indentation of all lines goes away. What `~` takes goes before, as in HCL: a line end that it takes
 * makes the line behind it no line of its own, and a beginning that it takes leaves no indentation.
 */
const withoutIndentation = (parts: readonly Part[]): readonly Part[] => {
  const lines = parts.flatMap((part): readonly Part[] =>
    part.kind === 'literal' ? part.value.split(/(?<=\n)/).map(value => ({ kind: 'literal', value })) : [part],
  )
  const starts = new Set<number>()
  let least = Number.POSITIVE_INFINITY
  let begins = true
  for (const [index, part] of lines.entries()) {
    const before = lines[index - 1]
    const after = lines[index + 1]
    const rightTaken = after !== undefined && after.kind !== 'literal' && after.source[2] === '~'
    const leftTaken = before !== undefined && before.kind !== 'literal' && before.source.at(-2) === '~'
    if (begins) {
      if (part.kind !== 'literal') least = 0
      else if (part.value.trim() !== '' || !part.value.endsWith('\n')) {
        const spaces = part.value.length - part.value.trimStart().length
        least = Math.min(least, rightTaken && part.value.trim() === '' ? 0 : spaces)
        starts.add(index)
      }
    }
    begins =
      part.kind === 'literal' &&
      part.value.endsWith('\n') &&
      !rightTaken &&
      !(leftTaken && part.value.trim() === '')
  }
  const flushed = lines.map((part, index) =>
    part.kind === 'literal' && starts.has(index) ? { ...part, value: part.value.slice(least) } : part,
  )
  return joined(flushed)
}

const joined = (parts: readonly Part[]): readonly Part[] => {
  const all: Part[] = []
  for (const part of parts) {
    const last = all.at(-1)
    if (part.kind === 'literal' && last?.kind === 'literal')
      all[all.length - 1] = { kind: 'literal', value: last.value + part.value }
    else if (part.kind !== 'literal' || part.value !== '') all.push(part)
  }
  return all
}
