/**
 * Splits a text into tokens the way Nix's lexer does: the longest match wins, and braces, strings, indented strings and
 * paths nest. The whole text is split before parsing, into flat arrays, so that the parser can look ahead as far as it
 * needs to tell `{ a, b }: …` from `{ a = 1; }`. What the lexer itself rejects becomes a `failure` token, thrown only
 * when the parser comes to it: an earlier syntax error is reported first, as in Nix.
 */
import { digit, identifierPart, is, letter, pathPart, schemePart, uriPart } from './characters.js'
import { SyntaxFailure } from './failure.js'
import { Pos, type Source } from './source.js'
import { double, single } from './symbols.js'
import { keywords, T, type TokenKind } from './tokens.js'

export interface Tokens {
  readonly kinds: readonly TokenKind[]
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  /** The lexer's own error, if the last token is a `failure`. */
  readonly failure: SyntaxFailure | undefined
}

const mode = { code: 0, string: 1, indented: 2, path: 3, pathAfterSlash: 4 } as const
type Mode = number

/** Splits `source` into tokens. The last one is `end` or `failure`. */
export const tokenize = (source: Source): Tokens => {
  const { text } = source
  const length = text.length
  const kinds: TokenKind[] = []
  const starts: number[] = []
  const ends: number[] = []
  const modes: Mode[] = [mode.code]
  let current: Mode = mode.code
  let at = 0
  let failed: SyntaxFailure | undefined

  const push = (next: Mode): void => {
    modes.push(next)
    current = next
  }
  const pop = (): void => {
    if (modes.length > 1) modes.pop()
    current = modes[modes.length - 1]!
  }
  const emit = (kind: TokenKind, end: number): void => {
    kinds.push(kind)
    starts.push(at)
    ends.push(end)
    at = end
  }
  const fail = (message: string): void => {
    failed = new SyntaxFailure('nix-syntax', message, new Pos(source, at))
    emit(T.failure, at)
  }

  let runStart = 0
  let runEnd = 0
  /** End of the run of path characters that starts at `from`. Remembered: `-----1` asks at each of its characters. */
  const pathRun = (from: number): number => {
    if (from >= runStart && from < runEnd) return runEnd
    let i = from
    while (i < length && is(text.charCodeAt(i), pathPart)) i++
    runStart = from
    runEnd = i
    return i
  }

  let schemeStart = 0
  let schemeEnd = 0
  /** As `pathRun` for the characters of a URI's scheme: `a.a.a` asks at each of its names. */
  const schemeRun = (from: number): number => {
    if (from >= schemeStart && from < schemeEnd) return schemeEnd
    let i = from
    while (is(text.charCodeAt(i), schemePart)) i++
    schemeStart = from
    schemeEnd = i
    return i
  }

  /** End of `(/part)+/?` at `from`, or -1. */
  const pathTail = (from: number): number => {
    let end = -1
    let i = from
    while (text.charCodeAt(i) === 47) {
      const next = pathRun(i + 1)
      if (next === i + 1) break
      end = next
      i = next
    }
    if (end < 0) return -1
    return text.charCodeAt(end) === 47 ? end + 1 : end
  }

  const startPath = (kind: TokenKind, end: number): void => {
    emit(kind, end)
    push(text.charCodeAt(end - 1) === 47 ? mode.pathAfterSlash : mode.path)
  }

  const numberEnd = (from: number): { end: number; float: boolean } => {
    let i = from
    while (is(text.charCodeAt(i), digit)) i++
    const integer = i
    const first = text.charCodeAt(from)
    // [1-9][0-9]*\.[0-9]*  or  0?\.[0-9]+
    let float = -1
    if (text.charCodeAt(i) === 46) {
      let j = i + 1
      while (is(text.charCodeAt(j), digit)) j++
      if (first >= 49 && first <= 57) float = j
      else if ((i === from || (first === 48 && i === from + 1)) && j > i + 1) float = j
    }
    if (float < 0) return { end: integer, float: false }
    if ((text.charCodeAt(float) | 32) === 101) {
      let j = float + 1
      const sign = text.charCodeAt(j)
      if (sign === 43 || sign === 45) j++
      if (is(text.charCodeAt(j), digit)) {
        while (is(text.charCodeAt(j), digit)) j++
        float = j
      }
    }
    return { end: float, float: true }
  }

  const hasReturns = text.includes('\r')

  /** Where the line that `from` is in ends: before its CR or LF. */
  const lineEnd = (from: number): number => {
    const found = text.indexOf('\n', from)
    const end = found < 0 ? length : found
    if (!hasReturns) return end
    const carriage = text.indexOf('\r', from)
    return carriage < 0 ? end : Math.min(end, carriage)
  }

  /** Skips white space and comments. */
  const skip = (): void => {
    for (;;) {
      const c = text.charCodeAt(at)
      if (c === 32 || c === 10 || c === 9 || c === 13) at++
      else if (c === 35) at = lineEnd(at)
      else if (c === 47 && text.charCodeAt(at + 1) === 42) {
        const end = text.indexOf('*/', at + 2)
        if (end < 0) return
        at = end + 2
      } else return
    }
  }

  /** Reads an identifier or keyword where it is clear that nothing longer starts here. */
  const plainIdentifier = (): boolean => {
    let i = at + 1
    while (is(text.charCodeAt(i), identifierPart)) i++
    const next = text.charCodeAt(i)
    // With one of + . / : after it, it may be the start of a path or URI.
    if (next === 43 || next === 46 || next === 47 || next === 58) return false
    const kind = i - at <= 7 ? keywords.get(text.slice(at, i)) : undefined
    emit(kind ?? T.identifier, i)
    return true
  }

  const code = () => {
    skip()
    if (at >= length) return
    const c = text.charCodeAt(at)
    if ((is(c, letter) || c === 95) && plainIdentifier()) return
    // Paths, identifiers, numbers and URIs can start alike; the longest wins.
    if (is(c, pathPart) || c === 47) {
      const run = pathRun(at)
      let longest = at
      let kind: TokenKind = T.invalid
      if (text.charCodeAt(run) === 47) {
        const end = pathTail(run)
        if (end > 0) {
          kind = T.path
          longest = end
        } else if (text.charCodeAt(run + 1) === 36 && text.charCodeAt(run + 2) === 123) {
          return startPath(T.path, run + 1)
        }
      }
      if (is(c, letter) || c === 95) {
        let i = at + 1
        while (is(text.charCodeAt(i), identifierPart)) i++
        if (i > longest) {
          kind = T.identifier
          longest = i
        }
        if (c !== 95) {
          let j = schemeRun(at)
          if (text.charCodeAt(j) === 58 && is(text.charCodeAt(j + 1), uriPart)) {
            j++
            while (is(text.charCodeAt(j), uriPart)) j++
            if (j > longest) {
              kind = T.uri
              longest = j
            }
          }
        }
      } else if (is(c, digit) || c === 46) {
        const { end, float } = numberEnd(at)
        if (end > longest) {
          kind = float ? T.float : T.integer
          longest = end
        }
      }
      if (kind === T.path) return startPath(kind, longest)
      if (kind === T.identifier) {
        if (longest - at <= 7) kind = keywords.get(text.slice(at, longest)) ?? kind
        return emit(kind, longest)
      }
      if (kind === T.integer || kind === T.float) return number(kind, longest)
      if (kind !== T.invalid) return emit(kind, longest)
    }
    switch (c) {
      case 34:
        emit(T.quote, at + 1)
        return push(mode.string)
      case 39:
        if (text.charCodeAt(at + 1) === 39) {
          let end = at + 2
          while (text.charCodeAt(end) === 32) end++
          emit(T.indentedOpen, text.charCodeAt(end) === 10 ? end + 1 : at + 2)
          return push(mode.indented)
        }
        return emit(T.invalid, at + 1)
      case 123:
        emit(T.braceOpen, at + 1)
        return push(mode.code)
      case 125:
        emit(T.braceClose, at + 1)
        return pop()
      case 36:
        if (text.charCodeAt(at + 1) === 123) {
          emit(T.dollarCurly, at + 2)
          return push(mode.code)
        }
        return emit(T.invalid, at + 1)
      case 126:
        if (text.charCodeAt(at + 1) === 47) {
          const end = pathTail(at + 1)
          if (end > 0) return startPath(T.homePath, end)
          if (text.charCodeAt(at + 2) === 36 && text.charCodeAt(at + 3) === 123)
            return startPath(T.homePath, at + 2)
        }
        return emit(T.invalid, at + 1)
      case 60: {
        let i = pathRun(at + 1)
        if (i > at + 1) {
          while (text.charCodeAt(i) === 47 && pathRun(i + 1) > i + 1) i = pathRun(i + 1)
          if (text.charCodeAt(i) === 62) return emit(T.searchPath, i + 1)
        }
        break
      }
      case 46:
        if (text.startsWith('...', at)) return emit(T.ellipsis, at + 3)
    }
    const two = double[text.slice(at, at + 2)]
    if (two !== undefined) return emit(two, at + 2)
    emit(single[text[at]!] ?? T.invalid, at + 1)
  }

  const number = (kind: TokenKind, end: number) => {
    const digits = text.slice(at, end)
    if (kind === T.integer && BigInt(digits) > 9223372036854775807n)
      return fail(`invalid integer '${digits}'`)
    if (kind === T.float && !Number.isFinite(Number(digits))) return fail(`invalid float '${digits}'`)
    emit(kind, end)
  }

  const inString = () => {
    const c = text.charCodeAt(at)
    if (c === 34) {
      emit(T.quote, at + 1)
      return pop()
    }
    if (c === 36 && text.charCodeAt(at + 1) === 123) {
      emit(T.dollarCurly, at + 2)
      return push(mode.code)
    }
    let i = at
    while (i < length) {
      const d = text.charCodeAt(i)
      if (d === 34) break
      if (d === 92) {
        if (i + 1 >= length) break
        i += 2
      } else if (d === 36) {
        const next = text.charCodeAt(i + 1)
        if (next === 123) break
        if (next === 34) i += 1
        else if (next === 92) {
          if (i + 2 >= length) break
          i += 3
        } else if (i + 1 >= length) break
        else i += 2
      } else i++
    }
    if (i > at) emit(T.string, i)
    // A lone `\` or `$` at the end of the text: the string is not closed.
    else at = length
  }

  const inIndented = () => {
    const c = text.charCodeAt(at)
    if (c === 36) {
      const next = text.charCodeAt(at + 1)
      if (next === 123) {
        emit(T.dollarCurly, at + 2)
        return push(mode.code)
      }
      if (next === 39 || at + 1 >= length) return emit(T.indentedEscape, at + 1)
    } else if (c === 39) {
      const next = text.charCodeAt(at + 1)
      if (next === 39) {
        const third = text.charCodeAt(at + 2)
        if (third === 36 || third === 39) return emit(T.indentedEscape, at + 3)
        if (third === 92 && at + 3 < length) return emit(T.indentedEscape, at + 4)
        emit(T.indentedClose, at + 2)
        return pop()
      }
      if (next === 36 || at + 1 >= length) return emit(T.indentedEscape, at + 1)
    }
    let i = at
    while (i < length) {
      const d = text.charCodeAt(i)
      if (d === 36) {
        const next = text.charCodeAt(i + 1)
        if (next === 123 || next === 39 || i + 1 >= length) break
        i += 2
      } else if (d === 39) {
        const next = text.charCodeAt(i + 1)
        if (next === 39 || next === 36 || i + 1 >= length) break
        i += 2
      } else i++
    }
    emit(T.indentedString, i)
  }

  const inPath = () => {
    const c = text.charCodeAt(at)
    if (c === 36 && text.charCodeAt(at + 1) === 123) {
      current = modes[modes.length - 1] = mode.path
      emit(T.dollarCurly, at + 2)
      return push(mode.code)
    }
    const run = pathRun(at)
    let end = run
    if (text.charCodeAt(run) === 47) end = Math.max(run + 1, pathTail(run))
    if (end > at) {
      emit(T.string, end)
      current = modes[modes.length - 1] = text.charCodeAt(end - 1) === 47 ? mode.pathAfterSlash : mode.path
      return
    }
    if (current === mode.pathAfterSlash) return fail('path has a trailing slash')
    emit(T.pathEnd, at)
    pop()
  }

  while (failed === undefined) {
    if (current === mode.path || current === mode.pathAfterSlash) inPath()
    else if (at >= length) break
    else if (current === mode.code) code()
    else if (current === mode.string) inString()
    else inIndented()
  }
  if (failed === undefined) emit(T.end, at)
  return { kinds, starts, ends, failure: failed }
}
