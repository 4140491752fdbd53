/** From the options of the API to those of a project. */
import { resolve } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import type { PrepareOptions } from '../project/compile-options.js'
import { libFolder } from '../project/lib-folder.js'
import type { ProjectOptions } from './options.js'

/** The options as the project has them. Throws `interrupted` where the signal has aborted already, `file-access`. */
export const prepareOptions = (options: ProjectOptions): PrepareOptions => {
  const { entry, workdir, lib, signal } = options
  if (signal?.aborted) throw failure('interrupted', 'interrupted before it began')
  const cwd = resolve(options.cwd ?? '.')
  return {
    files: entry === undefined ? [] : [entry].flat(),
    cwd,
    engine: options.engine ?? 'auto',
    strings: options.strings ?? {},
    expressions: options.expressions ?? {},
    searchPath: options.searchPath ?? [],
    strict: options.strict ?? false,
    check: options.check ?? true,
    withNulls: options.withNulls ?? false,
    showTrace: options.showTrace ?? false,
    ...(workdir === undefined ? {} : { workdir }),
    ...(lib === undefined ? {} : { lib: libFolder(resolve(cwd, lib)) }),
    ...(signal === undefined ? {} : { signal }),
  }
}
