/**
 * What `nix` says of an error depends on its version: old ones give no place for a `throw`, and none of them suggests
 * names as we do. So a failed request is evaluated a second time by the embedded engine, which may know the place and
 * the trace. Nix' verdict and its words stay; where the embedded engine fails in another way, or not at all (it can't
 * fetch or build), nothing is taken from it. Bounded in time and memory.
 */
import type { Diagnostic, Label } from '../contracts/diagnostic.js'
import { TerraneError } from '../contracts/diagnostic.js'
import type { Bounds, EmbeddedOptions } from './embedded.js'
import type { RunRequest } from './eval/request.js'

export interface FirstRun {
  /** How long the first engine took, in seconds: on a busy machine the second takes longer, too. */
  readonly seconds: number
  readonly signal?: AbortSignal
}

const bounds = ({ seconds, signal }: FirstRun): Bounds => ({
  milliseconds: 5000 + 2000 * seconds,
  ...(signal === undefined ? {} : { signal }),
})

/** The diagnostic of a failed request, with what the embedded engine knows of the same failure. Never throws. */
export const withSecondOpinion = async (
  first: Diagnostic,
  request: RunRequest,
  options: EmbeddedOptions,
  run: FirstRun,
): Promise<Diagnostic> => {
  if (!helps(first)) return first
  try {
    const { runBounded } = await import('./embedded.js')
    await runBounded(request, options, bounds(run))
    return first
  } catch (error) {
    return error instanceof TerraneError ? combined(first, error.diagnostics[0]) : first
  }
}

/** Of a syntax error every Nix gives the place. */
const helps = ({ code }: Diagnostic): boolean =>
  (code.startsWith('nix-') || code.startsWith('module-') || code.startsWith('entry-')) &&
  code !== 'nix-syntax' &&
  code !== 'nix-build' &&
  code !== 'nix-unsupported'

/**
 * The same failure: it has the same message; or else the same code and a line in common, as versions differ in their
 * words.
 */
const combined = (first: Diagnostic, second: Diagnostic): Diagnostic => {
  if (words(first) === words(second)) return { ...second, message: first.message }
  const same = first.code === second.code && (first.labels.length === 0 || shareLine(first, second))
  return same && second.labels.length > 0 ? { ...second, message: first.message } : first
}

/** Colours in a message are Nix' as well as the program's, and are gone from what Nix says. */
const words = ({ message }: Diagnostic): string =>
  message
    .replace(/\u001b\[[0-9;]*m/g, '')
    .replace(/\s+/g, ' ')
    .trim()

const shareLine = (first: Diagnostic, second: Diagnostic): boolean =>
  first.labels.some(label => second.labels.some(other => line(label) === line(other)))

const line = ({ position }: Label): string => `${position.file}:${position.line}`
