/** Diagnostics as text for people: the message, the places it speaks of with the lines around them, notes, a hint. */
import type { Diagnostic, Label } from '../../contracts/diagnostic.js'
import { type Paint, paint } from './colour.js'
import { shownPath } from './shown-path.js'

export interface RenderDiagnosticOptions {
  readonly colour: boolean
  /** The text of what a position names, or undefined where it can't be read. */
  readonly readSource: (path: string) => string | undefined
  /** Paths below it are shown relative to it. */
  readonly cwd: string
}

/** Renders one diagnostic; ends in a newline. */
export const renderDiagnostic = (diagnostic: Diagnostic, options: RenderDiagnosticOptions): string => {
  const style = paint(options.colour)
  const loud = (text: string) => style(diagnostic.severity === 'error' ? 'red' : 'yellow', text)
  const [first, ...rest] = diagnostic.message.trimEnd().split('\n')
  return [
    `${loud(`${diagnostic.severity}[${diagnostic.code}]`)}: ${style('bold', first!)}`,
    ...rest.map(line => `  ${line}`.trimEnd()),
    ...diagnostic.labels.flatMap(label => frame(label, options, style, loud)),
    ...(diagnostic.notes ?? []).flatMap(note => indented('note', note, style)),
    ...(diagnostic.hint === undefined ? [] : indented('hint', diagnostic.hint, style)),
    '',
  ].join('\n')
}

const firstLine = (text: string): string => text.split('\n', 1)[0]!

const indented = (word: string, text: string, style: Paint): readonly string[] => {
  const [first, ...rest] = text.trimEnd().split('\n')
  return [`  ${style('cyan', `${word}:`)} ${first}`, ...rest.map(line => `    ${line}`.trimEnd())]
}

const frame = (
  label: Label,
  options: RenderDiagnosticOptions,
  style: Paint,
  loud: (text: string) => string,
): readonly string[] => {
  const { file, line, column } = label.position
  const where = `${style('dim', '-->')} ${shownPath(file, options.cwd)}:${line}:${column}`
  const source = options.readSource(file)?.split('\n')
  const marked = source?.[line - 1]
  if (source === undefined || marked === undefined)
    return [`  ${where}${label.text === undefined ? '' : `  ${label.text}`}`]

  const shown = [line - 1, line, line + 1].filter(number => number >= 1 && number <= source.length)
  const width = String(shown.at(-1)).length
  const gutter = (number: string) => style('dim', `${number.padStart(width)} |`)
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

/** The length of the attribute path or token at a column, so that the carets cover it. */
const nameLength = (line: string, column: number): number =>
  Math.max(1, /^[\w'-]+(?:\.[\w'-]+)*/.exec(line.slice(column - 1))?.[0].length ?? 1)
