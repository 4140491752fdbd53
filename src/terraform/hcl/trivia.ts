/** What stands between things: white space, empty lines, comments. */
import { commentAt } from './scan.js'
import type { Comments, Offset } from './syntax.js'

export interface Trivia {
  readonly end: Offset
  readonly comments: Comments
  /** The first comment, where it stands on the line that the text before it ends on. */
  readonly trailing?: string
  readonly apart: boolean
}

/** Everything up to the next token. `separators` are skipped as well: commas of a list. */
export const triviaAt = (text: string, from: Offset, separators = ''): Trivia => {
  const comments: (string | null)[] = []
  let trailing: string | undefined
  let newlines = from === 0 ? 1 : 0
  let apart = false
  // An empty line behind the last comment.
  let gap = false
  let at = from
  for (; at < text.length; at++) {
    const character = text[at]!
    if (character === '\n') {
      newlines++
      if (newlines > 1 && comments.length === 0) apart = true
      else if (newlines > 1) gap = true
      continue
    }
    if (character === ' ' || character === '\t' || character === '\r' || separators.includes(character))
      continue
    const found = commentAt(text, at)
    if (found === undefined) break
    if (newlines === 0 && trailing === undefined && !found.includes('\n')) trailing = linesOf(found)[0] ?? ''
    else comments.push(...(gap ? [null] : []), ...linesOf(found))
    gap = false
    newlines = found.startsWith('/*') ? newlines : 0
    at += found.length - 1
  }
  return {
    end: at,
    comments: gap ? [...comments, null] : comments,
    apart,
    ...(trailing === undefined ? {} : { trailing }),
  }
}

const linesOf = (comment: string): readonly string[] => {
  if (!comment.startsWith('/*')) return [comment.replace(/^(#+|\/\/+) ?/, '').trimEnd()]
  const lines = comment
    .slice(2, -2)
    .split('\n')
    .map(line => line.trim().replace(/^\*+ ?/, ''))
  while (lines.length > 0 && lines[0] === '') lines.shift()
  while (lines.length > 0 && lines.at(-1) === '') lines.pop()
  return lines
}
