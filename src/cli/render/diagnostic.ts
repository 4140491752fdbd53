import type { Diagnostic } from '../../contracts/diagnostic.js'
import { paint } from './colour.js'

export interface RenderOptions {
  readonly colour: boolean
  /** The text of a source file, for code frames. */
  readonly readSource: (path: string) => string | undefined
}

/** A diagnostic for people; ends in a newline. */
export const renderDiagnostic = (diagnostic: Diagnostic, { colour }: RenderOptions): string => {
  const style = paint(colour)
  const { severity, code, message, labels, notes = [], hint } = diagnostic
  const title = style(severity === 'error' ? 'red' : 'yellow', `${severity}[${code}]`)
  return [
    `${title}: ${style('bold', message)}`,
    ...labels.map(({ position, text }) =>
      [`  --> ${position.file}:${position.line}:${position.column}`, ...(text ? [text] : [])].join(' '),
    ),
    ...notes.map(note => `  ${note}`),
    ...(hint === undefined ? [] : [`  ${style('cyan', 'hint')}: ${hint}`]),
    '',
  ].join('\n')
}
