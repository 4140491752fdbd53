/** An expression of HCL: literals, lists and objects taken apart, all others as they are written. */
import { behindBracket, behindQuoted, expressionEnd, heredocAt, match, Unreadable } from './scan.js'
import type { Comments, Element, Entry, Expression, Key, Offset } from './syntax.js'
import { heredocText, quotedText } from './text-parts.js'
import { type Trivia, triviaAt } from './trivia.js'

const number = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/
const name = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy

/** The expression between two places, without white space around it. */
export const expressionBetween = (text: string, at: Offset, end: Offset): Expression => {
  const source = text.slice(at, end)
  if (source === '') throw new Unreadable(at, 'nothing where a value should be')
  if (source === 'true' || source === 'false') return { kind: 'bool', value: source === 'true', at }
  if (source === 'null') return { kind: 'null', at }
  if (number.test(source)) return { kind: 'number', text: source, at }
  if (source[0] === '"' && behindQuoted(text, at) === end) {
    const quoted = quotedText(text, at, end)
    // "${var.x}" is var.x: the value keeps its type.
    const [only, ...others] = quoted.parts
    if (only?.kind === 'interpolation' && others.length === 0)
      return { kind: 'other', source: only.source.slice(2, -1).trim(), at }
    return quoted
  }
  if (source.startsWith('<<') && heredocAt(text, at)?.end === end) return heredocText(text, at)
  if (source[0] === '[' && behindBracket(text, at) === end && !isFor(text, at)) return listAt(text, at)
  if (source[0] === '{' && behindBracket(text, at) === end && !isFor(text, at)) return objectAt(text, at)
  return { kind: 'other', source, at }
}

const isFor = (text: string, at: Offset): boolean => {
  const { end } = triviaAt(text, at + 1)
  return match(name, text, end) === 'for'
}

/** The comment behind an element is found when what follows is looked at. */
const withTrailing = <T extends object>(all: T[], { trailing }: Trivia): Comments => {
  if (trailing === undefined) return []
  const last = all.at(-1)
  if (last === undefined) return [trailing]
  all[all.length - 1] = { ...last, trailing }
  return []
}

const listAt = (text: string, at: Offset): Expression => {
  const elements: Element[] = []
  for (let place = at + 1; ; ) {
    const trivia = triviaAt(text, place, ',')
    const comments = [...withTrailing(elements, trivia), ...trivia.comments]
    if (text[trivia.end] === ']') return { kind: 'list', elements, rest: comments, at }
    const end = expressionEnd(text, trivia.end, ',]')
    elements.push({ value: expressionBetween(text, trivia.end, end), comments, apart: trivia.apart })
    place = end
  }
}

const objectAt = (text: string, at: Offset): Expression => {
  const entries: Entry[] = []
  for (let place = at + 1; ; ) {
    const trivia = triviaAt(text, place, ',')
    const comments = [...withTrailing(entries, trivia), ...trivia.comments]
    if (text[trivia.end] === '}')
      return { kind: 'object', entries, rest: comments, at, source: text.slice(at, trivia.end + 1) }
    const keyEnd = expressionEnd(text, trivia.end, '=:\n}')
    const sign = triviaAt(text, keyEnd).end
    if (text[sign] !== '=' && text[sign] !== ':') throw new Unreadable(trivia.end, 'a key without a value')
    const from = triviaAt(text, sign + 1).end
    const end = expressionEnd(text, from, ',\n}')
    entries.push({
      key: keyBetween(text, trivia.end, keyEnd),
      value: expressionBetween(text, from, end),
      comments,
      apart: trivia.apart,
    })
    place = end
  }
}

/** A word as a key is that word, also where it would be something else as a value. */
const keyBetween = (text: string, at: Offset, end: Offset): Key => {
  const source = text.slice(at, end)
  if (match(name, text, at) === source) return { kind: 'name', text: source }
  const value = expressionBetween(text, at, end)
  if (value.kind === 'number') return { kind: 'name', text: value.text }
  return value.kind === 'text' ? value : { kind: 'other', source, at }
}
