/** What the search shows, line by line: as many as the terminal has, none wider than it. */
import type { DocumentedOption } from '../../modules/option-docs/documented-option.js'
import type { Paint } from '../render/colour.js'
import { briefDescription, renderOptionDetails } from '../render/option-list.js'
import { printable } from '../render/printable.js'
import { cellsOf } from '../render/width.js'
import type { SearchState } from './state.js'

export interface Size {
  readonly columns: number
  readonly rows: number
}

/** The lines for options, or for documentation: what the head and the foot leave. */
export const pageOf = ({ rows }: Size): number => Math.max(1, rows - 4)

export const screenLines = (
  state: SearchState,
  total: number,
  size: Size,
  style: Paint,
): readonly string[] =>
  state.open === undefined ? list(state, total, size, style) : documentation(state.open, size, style)

const list = (
  { query, found, selected }: SearchState,
  total: number,
  size: Size,
  style: Paint,
): readonly string[] => {
  const { columns } = size
  const page = pageOf(size)
  const count = found.length === total ? `${total}` : `${found.length} of ${total}`
  const first = Math.max(0, Math.min(selected - Math.floor(page / 2), found.length - page))
  const rows = found
    .slice(first, first + page)
    .map((option, index) => row(option, first + index === selected, columns, style))
  const current = found[selected]
  const about =
    current === undefined ? 'no option has that in its name or description' : briefDescription(current)
  return [
    clipped(`${style('bold', 'option:')} ${printable(query)}${style('dim', `▏  ${count}`)}`, columns),
    ...rows,
    ...Array.from({ length: page - rows.length }, () => ''),
    '',
    clipped(printable(about), columns),
    style('dim', clipped('type to search · ↑ ↓ choose · Enter shows · Esc leaves', columns)),
  ].slice(0, size.rows)
}

const row = (option: DocumentedOption, isSelected: boolean, columns: number, style: Paint): string => {
  const name = `${isSelected ? '›' : ' '} ${printable(option.name)}`
  return clipped(
    `${isSelected ? style('cyan', name) : name}${style('dim', `  ${printable(option.type)}`)}`,
    columns,
  )
}

const documentation = (
  { option, scroll }: NonNullable<SearchState['open']>,
  size: Size,
  style: Paint,
): readonly string[] => {
  const lines = documentationLines(option, size, style)
  const page = documentationPage(size)
  // The terminal may have become larger.
  const from = Math.min(scroll, Math.max(0, lines.length - page))
  const shown = lines.slice(from, from + page)
  const more = lines.length > page ? '↑ ↓ scroll · ' : ''
  return [
    ...shown,
    ...Array.from({ length: page - shown.length }, () => ''),
    '',
    style('dim', clipped(`${more}Esc goes back · Ctrl-C leaves`, size.columns)),
  ].slice(-size.rows)
}

const documentationPage = ({ rows }: Size): number => Math.max(1, rows - 2)

const documentationLines = (option: DocumentedOption, { columns }: Size, style: Paint): readonly string[] =>
  renderOptionDetails([option], style)
    .trimEnd()
    .split('\n')
    .flatMap(line => wrapped(line, columns))

/** How far documentation can be scrolled on a screen. */
export const lastScroll = (option: DocumentedOption, size: Size): number =>
  Math.max(0, documentationLines(option, size, (_, text) => text).length - documentationPage(size))

/** Colours take no cells. */
const tokens = /\u001b\[\d+m|[\s\S]/gu

/** As much of a line as fits; colours are closed. */
export const clipped = (text: string, columns: number): string => {
  let cells = 0
  let shown = ''
  for (const [token] of text.matchAll(tokens)) {
    if (token.startsWith('\u001b')) shown += token
    else if (cells + cellsOf(token) <= columns) {
      cells += cellsOf(token)
      shown += token
    } else cells = columns
  }
  return shown
}

const wrapped = (line: string, columns: number): readonly string[] => {
  const lines: string[] = []
  let cells = 0
  let current = ''
  for (const [token] of line.matchAll(tokens)) {
    const width = token.startsWith('\u001b') ? 0 : cellsOf(token)
    if (cells + width > columns) {
      lines.push(current)
      current = ''
      cells = 0
    }
    current += token
    cells += width
  }
  return [...lines, current]
}
