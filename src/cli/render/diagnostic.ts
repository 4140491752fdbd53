/** Diagnostics as text for people: the message, the places it speaks of with the lines around them, notes, a hint. */
import type { Diagnostic, Label } from '../../contracts/diagnostic.js'
import { type Paint, paint } from './colour.js'
import { excerpt } from './excerpt.js'
import { printable } from './printable.js'
import { shownPath } from './shown-path.js'
import { blankOf } from './width.js'

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
  const [first, ...rest] = printable(diagnostic.message).trim().split('\n')
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
  const [first, ...rest] = printable(text).trimEnd().split('\n')
  return [`  ${style('cyan', `${word}:`)} ${first}`, ...rest.map(line => `    ${line}`.trimEnd())]
}

const frame = (
  label: Label,
  options: RenderDiagnosticOptions,
  style: Paint,
  loud: (text: string) => string,
): readonly string[] => {
  const { file, line, column } = label.position
  const where = `${style('dim', '-->')} ${printable(shownPath(file, options.cwd))}:${line}:${column}`
  const text = label.text === undefined ? undefined : firstLine(printable(label.text))
  const source = options.readSource(file)?.split(lineBreak)
  const marked = source?.[line - 1]
  if (source === undefined || marked === undefined)
    return [`  ${where}${text === undefined ? '' : `  ${text}`}`]

  const shown = [line - 1, line, line + 1].filter(number => number >= 1 && number <= source.length)
  const width = String(shown.at(-1)).length
  const gutter = (number: string) => style('dim', `${number.padStart(width)} |`)
  const lines: string[] = [`${' '.repeat(width + 1)}${where}`]
  for (const number of shown) {
    const part = excerpt(source[number - 1]!, number === line ? column : 1)
    // The empty line after a final newline shows nothing.
    if (number !== line && part.text.trim() === '') continue
    lines.push(`${gutter(String(number))} ${part.text}`.trimEnd())
    if (number === line) {
      const characters = [...part.text]
      // The same white space as above, so that tabs line up.
      const pad = blankOf(characters.slice(0, part.at).join(''))
      const carets = '^'.repeat(nameLength(characters.slice(part.at).join('')))
      lines.push(`${gutter('')} ${pad}${loud(text === undefined ? carets : `${carets} ${text}`)}`)
    }
  }
  return lines
}

/** As Nix counts lines. */
const lineBreak = /\r\n|[\r\n]/

/** The length of what text begins with, so that the carets cover it: a path, an attribute path, a token. */
const nameLength = (text: string): number =>
  (boundName.exec(text) ??
    /^<[\w.+/-]+>/.exec(text) ??
    /^(?:[\w.+-]*|~)(?:\/[\w.+-]+)+/.exec(text) ??
    /^[\w'-]+(?:\.[\w'-]+)*/.exec(text))?.[0].length ?? 1

/** The whole name or path of a binding, with what it has in quotes. */
const boundName = /^(?:[\w'-]+|"(?:[^"\\]|\\.)*")(?:\.(?:[\w'-]+|"(?:[^"\\]|\\.)*"))*(?=\s*=[^=])/
