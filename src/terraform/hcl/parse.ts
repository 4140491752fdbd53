/** Reads the text of an HCL file. */
import { expressionBetween } from './expression.js'
import { behindQuoted, expressionEnd, match, Unreadable } from './scan.js'
import type { Argument, Block, Body, Comments, Item, Offset } from './syntax.js'
import { quotedText } from './text-parts.js'
import { type Trivia, triviaAt } from './trivia.js'

const name = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy
const spaces = /[ \t]*/y

/** Throws `Unreadable`. */
export const parseHcl = (text: string): Body => {
  const start = text.startsWith('\uFEFF') ? 1 : 0
  const [body, end] = bodyAt(text, start, start)
  if (end < text.length) throw new Unreadable(end, 'something that is no part of a file')
  return body
}

/** What a body consists of, up to a `}` or the end, and where that is. */
const bodyAt = (text: string, from: Offset, opening: Offset): readonly [Body, Offset] => {
  const items: Item[] = []
  for (let place = from; ; ) {
    const trivia = triviaAt(text, place)
    const comments = [...trailingOf(items, trivia), ...trivia.comments]
    if (trivia.end >= text.length || text[trivia.end] === '}') return [{ items, rest: comments }, trivia.end]
    const about = { comments, apart: trivia.apart && trivia.end !== opening }
    const [item, end] = itemAt(text, trivia.end, about)
    items.push(item)
    place = end
  }
}

const trailingOf = (items: Item[], { trailing }: Trivia): Comments => {
  const last = items.at(-1)
  if (trailing === undefined) return []
  if (last === undefined) return [trailing]
  items[items.length - 1] = { ...last, trailing }
  return []
}

type About = Pick<Item, 'comments' | 'apart'>

const itemAt = (text: string, at: Offset, about: About): readonly [Argument | Block, Offset] => {
  const word = match(name, text, at)
  if (word === undefined) throw new Unreadable(at, 'neither an argument nor a block')
  let place = at + word.length + (match(spaces, text, at + word.length)?.length ?? 0)
  if (text[place] === '=' && text[place + 1] !== '=') {
    const from = triviaAt(text, place + 1).end
    const end = expressionEnd(text, from, '\n}')
    return [{ kind: 'argument', name: word, value: expressionBetween(text, from, end), at, ...about }, end]
  }
  const labels: string[] = []
  while (text[place] !== '{') {
    const end =
      text[place] === '"' ? behindQuoted(text, place) : place + (match(name, text, place)?.length ?? 0)
    if (end === place) throw new Unreadable(place, 'neither a label nor a block')
    labels.push(labelBetween(text, place, end))
    place = end + (match(spaces, text, end)?.length ?? 0)
  }
  const [body, end] = bodyAt(text, place + 1, place + 1)
  if (text[end] !== '}') throw new Unreadable(at, 'a block that is not closed')
  return [{ kind: 'block', type: word, labels, body, at, ...about }, end + 1]
}

const labelBetween = (text: string, at: Offset, end: Offset): string =>
  text[at] === '"'
    ? quotedText(text, at, end)
        .parts.map(part => (part.kind === 'literal' ? part.value : part.source))
        .join('')
    : text.slice(at, end)
