/**
 * Finds where things end in HCL: quoted texts with templates in them, heredocs, comments, brackets. Nothing is understood
 * beyond that. (https://github.com/hashicorp/hcl/blob/main/hclsyntax/spec.md)
 */
import type { Offset } from './syntax.js'

/** What this scanner can't follow. HashiCorp's parser has read the text before, so that nobody should ever see it. */
export class Unreadable extends Error {
  constructor(
    readonly at: Offset,
    message: string,
  ) {
    super(message)
  }
}

export const match = (pattern: RegExp, text: string, at: Offset): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

const comment = /#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const heredocStart = /<<(-?)([\p{ID_Start}_][\p{ID_Continue}-]*)[ \t]*\r?\n/uy
const word = /[\p{ID_Continue}]+/uy

export const commentAt = (text: string, at: Offset): string | undefined => match(comment, text, at)

/** The end of a template sign, if there is one: the place behind `${` or `%{`, and what it is. A doubled sign is text. */
export const openingAt = (text: string, at: Offset): '$' | '%' | undefined => {
  const sign = text[at]
  return (sign === '$' || sign === '%') && text[at + 1] === '{' && text[at - 1] !== sign ? sign : undefined
}

/** Behind the `}` of the `${` or `%{` at `at`. */
export const behindTemplate = (text: string, at: Offset): Offset => {
  let depth = 0
  for (let place = at + 2; place < text.length; ) {
    const character = text[place]
    if (character === '}' && depth === 0) return place + 1
    if (character === '{') depth++
    if (character === '}') depth--
    place = behindToken(text, place)
  }
  throw new Unreadable(at, 'a template that is not closed')
}

/** Behind the closing quote of the text that begins with one. */
export const behindQuoted = (text: string, at: Offset): Offset => {
  for (let place = at + 1; place < text.length; ) {
    if (text[place] === '"') return place + 1
    if (text[place] === '\\') place += 2
    else if (openingAt(text, place) !== undefined) place = behindTemplate(text, place)
    else place++
  }
  throw new Unreadable(at, 'a quoted text that is not closed')
}

export interface Heredoc {
  readonly flush: boolean
  /** What stands between the markers. */
  readonly from: Offset
  readonly to: Offset
  /** Behind the closing marker. */
  readonly end: Offset
}

export const heredocAt = (text: string, at: Offset): Heredoc | undefined => {
  heredocStart.lastIndex = at
  const found = heredocStart.exec(text)
  if (found === null) return undefined
  const [opening, dash, marker] = found
  for (let line = at + opening.length; line < text.length; ) {
    const newline = text.indexOf('\n', line)
    const end = newline < 0 ? text.length : newline
    if (text.slice(line, end).trim() === marker)
      return {
        flush: dash === '-',
        from: at + opening.length,
        to: line,
        end: line + text.slice(line, end).trimEnd().length,
      }
    line = end + 1
  }
  throw new Unreadable(at, 'a heredoc that is not closed')
}

/** Behind what begins here; for brackets and signs, one character. */
export const behindToken = (text: string, at: Offset): Offset => {
  if (text[at] === '"') return behindQuoted(text, at)
  const skipped = commentAt(text, at)
  if (skipped !== undefined) return at + skipped.length
  const heredoc = text.startsWith('<<', at) ? heredocAt(text, at) : undefined
  if (heredoc !== undefined) return heredoc.end
  return at + (match(word, text, at)?.length ?? 1)
}

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** Behind the bracket that closes the one at `at`. */
export const behindBracket = (text: string, at: Offset): Offset => {
  const open: string[] = []
  for (let place = at; place < text.length; ) {
    const character = text[place]!
    if (closing[character] !== undefined) open.push(closing[character])
    else if (character === open.at(-1)) {
      open.pop()
      if (open.length === 0) return place + 1
    }
    place = behindToken(text, place)
  }
  throw new Unreadable(at, 'a bracket that is not closed')
}

/**
 * The end of an expression: behind its last token, before the first of `stops` that is in no bracket. Comments and
 * white space at the end are not part of it.
 */
export const expressionEnd = (text: string, from: Offset, stops: string): Offset => {
  let end = from
  for (let place = from; place < text.length; ) {
    const character = text[place]!
    if (stops.includes(character)) break
    const skipped = commentAt(text, place)
    if (skipped !== undefined) place += skipped.length
    else if (/\s/.test(character)) place++
    else {
      place = closing[character] === undefined ? behindToken(text, place) : behindBracket(text, place)
      end = place
    }
  }
  return end
}
