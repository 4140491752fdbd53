import { readFileSync } from 'node:fs'
import type { Diagnostic, Texts } from '../contracts/diagnostic.js'
import { renderDiagnostic } from './render/diagnostic.js'
import type { Terminal } from './terminal.js'

export interface PrintOptions {
  readonly format: 'text' | 'json'
  readonly colour: boolean
  /** Texts that are in no file. */
  readonly texts?: Texts
}

/** Prints a diagnostic on standard error: for people, or as a line of JSON. */
export const printDiagnostic = (diagnostic: Diagnostic, terminal: Terminal, options: PrintOptions): void => {
  terminal.err(
    options.format === 'json'
      ? `${JSON.stringify(diagnostic)}\n`
      : renderDiagnostic(diagnostic, {
          colour: options.colour,
          readSource: name => options.texts?.[name] ?? (name.startsWith('/') ? readSource(name) : undefined),
          cwd: terminal.cwd,
        }),
  )
}

/** What variables are given may be secret: no line of that is shown. */
const readSource = (path: string): string | undefined => {
  if (/\.tfvars(\.json)?$/.test(path)) return undefined
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
