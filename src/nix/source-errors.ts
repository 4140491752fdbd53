/**
 * What is wrong with the texts of a project's modules: syntax errors, undefined variables, imports of nothing. Nix ends at
 * the first of them. Only files that every evaluation of the modules reads are looked at.
 */
import { readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Diagnostic } from '../contracts/diagnostic.js'
import { builtinNames } from './builtin-names.js'
import { evaluationDiagnostic } from './evaluation-error.js'
import { certainImports } from './sites/certain-imports.js'
import { fromBytes, toBytes } from './syntax/bytes.js'
import { SyntaxFailure } from './syntax/failure.js'
import { parseExpression } from './syntax/parser.js'
import { type Globals, resolve } from './syntax/scope.js'
import { Source } from './syntax/source.js'

const most = 500

/**
 * Every such error, in the order in which the files are met, those of one file in the order of the text; behind a syntax
 * error a file is not looked at. `entries`: absolute paths of modules.
 */
export const sourceErrors = (entries: readonly string[]): readonly Diagnostic[] => {
  const globals = builtinNames()
  const found: Diagnostic[] = []
  const met = new Set<string>()
  const waiting = entries.map(path => ({ path, isModule: true }))
  for (let next = waiting.shift(); next !== undefined && met.size < most; next = waiting.shift()) {
    const { path, isModule } = next
    if (met.has(path)) continue
    met.add(path)
    const source = sourceOf(path)
    if (source === undefined) continue
    const { failures, imports } = examined(source, globals)
    found.push(...failures.map(one => diagnosticOf(one)))
    if (!isModule) continue
    for (const one of imports) {
      const file = nixFile(one.path)
      if (statSync(file, { throwIfNoEntry: false }) === undefined) found.push(missing(file, source, one.at))
      else waiting.push({ path: file, isModule: one.isModule })
    }
  }
  return found
}

const examined = (source: Source, globals: Globals) => {
  const failures: SyntaxFailure[] = []
  try {
    const root = parseExpression(source, { home: toBytes(homedir()) })
    resolve(root, source, globals, undefined, failure => failures.push(failure))
    return { failures, imports: certainImports(root) }
  } catch (error) {
    if (!(error instanceof SyntaxFailure)) throw error
    return { failures: [error], imports: [] }
  }
}

/** Undefined for what can't be read, or is a module in another language. */
const sourceOf = (path: string): Source | undefined => {
  if (!path.endsWith('.nix')) return undefined
  try {
    return new Source(toBytes(path), readFileSync(path, 'latin1'), toBytes(dirname(path)), true)
  } catch {
    return undefined
  }
}

/** A folder stands for its default.nix. */
const nixFile = (path: string): string =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() ? join(path, 'default.nix') : path

const view = { isForeign: () => false, showTrace: false, read: () => undefined }

const diagnosticOf = ({ code, message, pos, suggestions }: SyntaxFailure): Diagnostic =>
  evaluationDiagnostic(
    {
      code,
      message: fromBytes(message),
      position: pos.source.position(pos.offset),
      trace: [],
      suggestions: suggestions.map(fromBytes),
    },
    view,
  )

const missing = (path: string, source: Source, at: number): Diagnostic => ({
  code: 'nix-missing-file',
  severity: 'error',
  message: `path '${path}' does not exist`,
  labels: [{ position: source.position(at) }],
})
