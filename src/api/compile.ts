import { resolve } from 'node:path'
import type { Diagnostic } from '../contracts/diagnostic.js'
import { writeAtomically } from '../project/atomic-write.js'
import { compile as compileProject } from '../project/compile.js'
import { compileOnly } from '../project/compile-only.js'
import type { ProjectOptions } from './options.js'
import { prepareOptions } from './read-options.js'
import { startTask, type Task } from './task.js'

export interface CompileOptions extends ProjectOptions {
  /** Where the document is written. Default: nowhere. */
  readonly output?: string
}

export interface Compiled {
  /** The text of config.tf.json: sorted, ending in a newline. */
  readonly text: string
  readonly warnings: readonly Diagnostic[]
  /** Store paths that the document names, built by now. */
  readonly storePaths: readonly string[]
}

/**
 * Compiles Nix modules to Terraform's JSON. No work folder is taken; files that the modules name are copied into
 * `.terrane/files` of the one that it would have. Throws a TerraneError with all that is wrong.
 */
export const compile = (options: CompileOptions = {}): Task<Compiled> =>
  startTask(async emit => {
    const prepared = prepareOptions(options)
    const documentFile = options.output === undefined ? null : resolve(prepared.cwd, options.output)
    const { text, warnings, storePaths } = await compileOnly(
      { ...prepared, documentFile },
      compileProject,
      emit,
    )
    if (documentFile !== null) {
      const changed = writeAtomically(documentFile, text)
      emit({ type: 'document_written', path: documentFile, changed, bytes: Buffer.byteLength(text) })
    }
    return { text, warnings, storePaths }
  })
