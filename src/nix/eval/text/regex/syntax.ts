/**
 * Regular expressions as Nix takes them: those of `std::regex` with the `extended` grammar in GNU's C++ library, on
 * bytes, in the C locale. Its corners differ from POSIX and from JavaScript, and packages rely on them: `\d` is an
 * error, `[[:alpha:]]` is not Unicode, a dash in the middle of brackets is refused, `{,3}` is refused.
 */
import { parseBrackets } from './brackets.js'
import { RegexError } from './regex-error.js'

export type Regex =
  /** One byte out of a set: `set[byte]` is 1. */
  | { readonly kind: 'set'; readonly set: Uint8Array }
  | { readonly kind: 'start' | 'end' }
  | { readonly kind: 'group'; readonly index: number; readonly body: Regex }
  | { readonly kind: 'sequence'; readonly items: readonly Regex[] }
  /** Two at least. */
  | { readonly kind: 'choice'; readonly branches: readonly Regex[] }
  | { readonly kind: 'repeat'; readonly body: Regex; readonly min: number; readonly max: number }

export interface ParsedRegex {
  readonly root: Regex
  readonly groups: number
}

/** Groups inside groups; beyond that an expression is not a person's. */
const deepest = 500

const invalid = (): RegexError => new RegexError('invalid')

/** Parses an expression, one character for each byte. Throws `RegexError`. */
export const parseRegex = (pattern: string): ParsedRegex => {
  let offset = 0
  let groups = 0
  let depth = 0

  const choice = (): Regex => {
    if (++depth > deepest) throw new RegexError('limit')
    const branches = [sequence()]
    while (pattern[offset] === '|') {
      offset++
      branches.push(sequence())
    }
    depth--
    return branches.length === 1 ? branches[0]! : { kind: 'choice', branches }
  }

  const sequence = (): Regex => {
    const items: Regex[] = []
    for (;;) {
      const character = pattern[offset]
      if (character === undefined || character === '|' || character === ')') break
      items.push(term(character))
    }
    return items.length === 1 ? items[0]! : { kind: 'sequence', items }
  }

  const term = (character: string): Regex => {
    if (character === '^' || character === '$') {
      offset++
      return { kind: character === '^' ? 'start' : 'end' }
    }
    let item = atom(character)
    for (;;) {
      const bounds = quantifier()
      if (!bounds) return item
      item = { kind: 'repeat', body: item, ...bounds }
    }
  }

  const atom = (character: string): Regex => {
    switch (character) {
      case '(': {
        offset++
        const index = ++groups
        const body = choice()
        if (pattern[offset] !== ')') throw invalid()
        offset++
        return { kind: 'group', index, body }
      }
      case '[': {
        const { set, end } = parseBrackets(pattern, offset)
        offset = end
        return { kind: 'set', set }
      }
      case '.':
        offset++
        return { kind: 'set', set: new Uint8Array(256).fill(1, 1) }
      case '\\': {
        const escaped = pattern[offset + 1]
        if (escaped === undefined || !'.[\\()*+?{|^$'.includes(escaped)) throw invalid()
        offset += 2
        return single(escaped)
      }
      case '*':
      case '+':
      case '?':
      case '{':
      case '\0':
        throw invalid()
      default:
        offset++
        return single(character)
    }
  }

  const quantifier = (): { min: number; max: number } | undefined => {
    switch (pattern[offset]) {
      case '*':
        offset++
        return { min: 0, max: Number.POSITIVE_INFINITY }
      case '+':
        offset++
        return { min: 1, max: Number.POSITIVE_INFINITY }
      case '?':
        offset++
        return { min: 0, max: 1 }
      case '{':
        return interval()
      default:
        return undefined
    }
  }

  const interval = () => {
    const match = /\{([0-9]+)(,([0-9]*))?\}/y
    match.lastIndex = offset
    const [whole, least, comma, most] = match.exec(pattern) ?? []
    if (whole === undefined || least === undefined) throw invalid()
    const min = Number(least)
    const max = comma === undefined ? min : most === '' ? Number.POSITIVE_INFINITY : Number(most)
    if (max < min) throw invalid()
    offset += whole.length
    return { min, max }
  }

  const root = choice()
  if (offset < pattern.length) throw invalid()
  return { root, groups }
}

const single = (character: string): Regex => {
  const set = new Uint8Array(256)
  set[character.charCodeAt(0)] = 1
  return { kind: 'set', set }
}
