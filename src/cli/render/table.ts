/** Rows of text in columns. */
import { cellsOf } from './width.js'

const widthOf = (text: string): number =>
  [...text.replace(/\u001b\[\d+m/g, '')].reduce((sum, character) => sum + cellsOf(character), 0)

/** Each column as wide as its widest cell; the last one as it is. Ends in a newline. */
export const renderTable = (rows: readonly (readonly string[])[]): string => {
  const count = Math.max(0, ...rows.map(row => row.length))
  const widths = Array.from({ length: count }, (_, column) =>
    Math.max(...rows.map(row => widthOf(row[column] ?? ''))),
  )
  return rows
    .map(row => {
      const cells = row.map((cell, column) => cell + ' '.repeat(widths[column]! - widthOf(cell)))
      return `${cells.join('  ').trimEnd()}\n`
    })
    .join('')
}
