/** Diagnostics as text for people: the message, the places it speaks of with the lines around them, notes, a hint. */
import { relative } from 'node:path'
import type { Diagnostic, Label } from '../../contracts/diagnostic.js'
import { type Palette, plain } from './colour.js'

export interface RenderDiagnosticOptions {
  readonly palette?: Palette
  /** The text of a file, or undefined where it can't be read. */
  readonly readSource: (path: string) => string | undefined
  /** Paths below it are shown relative to it. */
  readonly cwd: string
}

/** Renders one diagnostic; no final newline. */
export const renderDiagnostic = (diagnostic: Diagnostic, options: RenderDiagnosticOptions): string => {
  const palette = options.palette ?? plain
  const loud = diagnostic.severity === 'error' ? palette.error : palette.warning
  const head = `${loud(`${diagnostic.severity}[${diagnostic.code}]`)}: ${palette.strong(firstLine(diagnostic.message))}`
  const rest = diagnostic.message.trimEnd().split('\n').slice(1)
  return [
    head,
    ...rest.map(line => `  ${line}`.trimEnd()),
    ...diagnostic.labels.flatMap(label => frame(label, options, palette, loud)),
    ...(diagnostic.notes ?? []).flatMap(note => indented('note', note, palette)),
    ...(diagnostic.hint === undefined ? [] : indented('hint', diagnostic.hint, palette)),
  ].join('\n')
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!

const indented = (word: string, text: string, palette: Palette): readonly string[] => {
  const [first, ...rest] = text.trimEnd().split('\n')
  return [`  ${palette.accent(`${word}:`)} ${first}`, ...rest.map(line => `    ${line}`.trimEnd())]
}

type Paint = (text: string) => string

const frame = (
  label: Label,
  options: RenderDiagnosticOptions,
  palette: Palette,
  loud: Paint,
): readonly string[] => {
  const { file, line, column } = label.position
  const where = `${palette.faint('-->')} ${shownPath(file, options.cwd)}:${line}:${column}`
  const source = file.startsWith('/') ? options.readSource(file)?.split('\n') : undefined
  const marked = source?.[line - 1]
  if (source === undefined || marked === undefined)
    return [`  ${where}${label.text === undefined ? '' : `  ${label.text}`}`]

  const shown = [line - 1, line, line + 1].filter(number => number >= 1 && number <= source.length)
  const width = String(shown.at(-1)).length
  const gutter = (number: string) => palette.faint(`${number.padStart(width)} |`)
  const lines: string[] = [`${' '.repeat(width + 1)}${where}`]
  for (const number of shown) {
    const text = source[number - 1]!
    // The empty line after a final newline shows nothing.
    if (number !== line && text.trim() === '') continue
    lines.push(`${gutter(String(number))} ${text}`.trimEnd())
    if (number === line) {
      // The same white space as above, so that tabs line up.
      const pad = marked.slice(0, column - 1).replace(/[^\t]/g, ' ')
      const carets = '^'.repeat(nameLength(marked, column))
      lines.push(
        `${gutter('')} ${pad}${loud(label.text === undefined ? carets : `${carets} ${firstLine(label.text)}`)}`,
      )
    }
  }
  return lines
}

/** The length of the name or token at a column, so that the carets cover it. */
const nameLength = (line: string, column: number): number =>
  Math.max(1, /^[\w'-]+/.exec(line.slice(column - 1))?.[0].length ?? 1)

/** Relative where that is shorter to read, so that a click in a terminal opens it. */
const shownPath = (file: string, cwd: string): string => {
  if (!file.startsWith('/')) return file
  const path = relative(cwd, file)
  return path !== '' && !path.startsWith('../..') ? path : file
}
