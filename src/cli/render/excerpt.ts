/** A line of source for a code frame: printable, and where it is long only what is around a column. */
import { printableInPlace } from './printable.js'

export interface Excerpt {
  readonly text: string
  /** Where the column is in the excerpt, from 0, in characters. */
  readonly at: number
}

const longest = 160
const before = 60

/** `column` counts characters from 1; without it the line's beginning is shown. */
export const excerpt = (line: string, column = 1): Excerpt => {
  const characters = [...line]
  const at = Math.min(column - 1, characters.length)
  if (characters.length <= longest) return { text: printableInPlace(line), at }
  const start = Math.max(0, Math.min(at - before, characters.length - longest))
  const end = start + longest
  const shown = printableInPlace(characters.slice(start, end).join(''))
  const head = start > 0 ? '…' : ''
  return {
    text: `${head}${shown}${end < characters.length ? '…' : ''}`,
    at: at - start + head.length,
  }
}
