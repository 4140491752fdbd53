/**
 * Merge, checks and rendering recur over values, and so does what reads the document. A value that nests deeper than the
 * stack holds, some thousands of levels, was never meant.
 */
import { type Diagnostic, TerraneError } from '../contracts/diagnostic.js'
import { deepestNesting, nestedTooDeep } from '../modules/depth.js'
import { showPath } from '../terraform/document/problem.js'
import type { CompileOptions } from './compile-options.js'
import type { Origin } from './document-check.js'

/** What `body` returns; throws `document-invalid` where a value of the project is too deep for it. */
export const withinStack = async <T>(
  options: CompileOptions,
  origin: Origin,
  body: () => Promise<T>,
): Promise<T> => {
  try {
    return await body()
  } catch (error) {
    const path = error instanceof RangeError ? nestedTooDeep(origin.definitions) : undefined
    throw path === undefined ? error : await tooDeep(path, options, origin)
  }
}

/** The value is named without what is deep in it: its definitions are asked for as well. */
const tooDeep = async (path: readonly string[], options: CompileOptions, origin: Origin) => {
  const { diagnosticsOf } = await import('./document-check.js')
  const problem = {
    code: 'document-invalid' as const,
    severity: 'error' as const,
    path: path.slice(0, 2),
    message: `a value in it nests too deep: more than ${deepestNesting} levels`,
    notes: [`it begins with ${showPath(path.slice(0, 8))}`],
    hint: 'a function that wraps its own result, perhaps',
  }
  const [first, ...rest] = await diagnosticsOf([problem], options, origin)
  return new TerraneError([first!, ...rest] as readonly [Diagnostic, ...Diagnostic[]])
}
