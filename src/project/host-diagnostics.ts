/** What is wrong with hosts, at their lines of Nix. */
import type { DiagnosticCode } from '../contracts/codes.js'
import type { Diagnostic } from '../contracts/diagnostic.js'
import type { HostProblem } from '../nixos/check/problem.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import { explainProblems } from './explain.js'

/** As many definitions of one option as are shown. */
const shown = Array.from({ length: 3 }, () => ({ file: '', value: '' }))

/**
 * The diagnostics of problems, with the places of the options that they are about; of what nobody has defined, that of
 * the nearest above it.
 */
export const hostDiagnostics = async (
  code: DiagnosticCode,
  problems: readonly HostProblem[],
  options: CompileOptions,
  engine: Engine,
): Promise<readonly Diagnostic[]> => {
  const found = await explainProblems(
    problems.flatMap(problem =>
      prefixes(problem.path).map(path => ({
        code,
        path,
        message: problem.message,
        ...(problem.hint === undefined ? {} : { hint: problem.hint }),
        definitions: shown,
      })),
    ),
    engine,
    options,
  )
  let at = 0
  return problems.map(({ path }) => {
    const candidates = found.slice(at, at + prefixes(path).length)
    at += candidates.length
    return candidates.find(({ labels }) => labels.length > 0) ?? candidates.at(-1)!
  })
}

/** The path itself and what is above it, down to the host. */
const prefixes = (path: readonly string[]): readonly (readonly [string, ...string[]])[] =>
  path.slice(2).map((_, index) => path.slice(0, path.length - index) as [string, ...string[]])
