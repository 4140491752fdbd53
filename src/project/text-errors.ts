/** What is wrong with the texts of the project's own modules, beside the error that an engine has stopped at. */
import type { Diagnostic, TerraneError } from '../contracts/diagnostic.js'
import { sourceErrors } from '../nix/source-errors.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import { explain } from './explain.js'

/** Those that `error` does not have. Of the modules of flakes nobody knows the files before they are evaluated. */
export const textErrors = async (
  error: TerraneError,
  engine: Engine,
  options: CompileOptions,
): Promise<readonly Diagnostic[]> => {
  if (options.variant?.attribute === 'given') return []
  const files = options.entries.flatMap(entry => (entry.kind === 'file' ? [entry.path] : []))
  const known = new Set(error.diagnostics.map(keyOf))
  const others = sourceErrors(files).filter(one => !known.has(keyOf(one)))
  if (others.length === 0) return []
  const confirmed = engine.name === 'nix' ? await confirmedByNix(others) : others
  return await Promise.all(confirmed.map(one => explain(one, engine, options)))
}

/** Of a file with a syntax error versions of Nix may give different places. */
const keyOf = ({ code, labels: [label] }: Diagnostic): string => {
  if (label === undefined) return code
  const { file, line, column } = label.position
  return code === 'nix-syntax' ? `${code} ${file}` : `${code} ${file}:${line}:${column}`
}

/** The language of the Nix at hand may have more in it than ours, or less. */
const confirmedByNix = async (found: readonly Diagnostic[]): Promise<readonly Diagnostic[]> => {
  const [{ parses }, { run }] = await Promise.all([
    import('../nix/nix-command/parses.js'),
    import('../process/run.js'),
  ])
  const confirmed: Diagnostic[] = []
  for (const one of found) if (!(await accepts(one, text => parses(text, run)))) confirmed.push(one)
  return confirmed
}

const accepts = async (
  { code, message, labels: [label] }: Diagnostic,
  parses: (text: { readonly file: string } | { readonly expression: string }) => Promise<boolean>,
): Promise<boolean> => {
  if (code === 'nix-syntax') return await parses({ file: label!.position.file })
  const [, name] = /^undefined variable '(.*)'$/.exec(message) ?? []
  return name !== undefined && (await parses({ expression: name }))
}
