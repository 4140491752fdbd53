/** Which values of the document name a derivation, for whoever can't build it. */
import type { Diagnostic } from '../contracts/diagnostic.js'
import { pathsNaming } from '../modules/context-paths.js'
import { showPath } from '../terraform/document/problem.js'
import type { CompileOptions } from './compile-options.js'
import { diagnosticsOf, type Origin } from './document-check.js'

const shownAtMost = 3

/** The diagnostic of a failed build, at the lines that name what was to be built. */
export const atValuesNaming = async (
  diagnostic: Diagnostic,
  derivations: readonly string[],
  options: CompileOptions,
  origin: Origin,
): Promise<Diagnostic> => {
  const paths = derivations.flatMap(path => pathsNaming(origin.definitions, path))
  if (paths.length === 0) return diagnostic
  const { code, severity, message } = diagnostic
  const problems = paths.slice(0, shownAtMost).map(path => ({ code, severity, path, message }))
  const found = await diagnosticsOf(problems, options, origin)
  const named = problems.map(({ path }) => `\`${showPath(path)}'`).join(', ')
  const more = paths.length > shownAtMost ? ` and ${paths.length - shownAtMost} more` : ''
  return {
    ...diagnostic,
    labels: found.flatMap(({ labels }) => labels),
    notes: [`needed by ${named}${more}`, ...(diagnostic.notes ?? [])],
  }
}
