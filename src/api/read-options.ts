/** From the options of the API to those of a project. */
import { resolve } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import type { PrepareOptions } from '../project/compile-options.js'
import { libFolder } from '../project/lib-folder.js'
import { pkgsSource } from '../project/pkgs-source.js'
import type { ProjectOptions } from './options.js'

/** The options as the project has them. Throws `interrupted` where the signal has aborted already, `file-access`. */
export const prepareOptions = (options: ProjectOptions): PrepareOptions => {
  const { entry, workdir, lib, pkgs, signal } = options
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
    schema: options.schema ?? true,
    withNulls: options.withNulls ?? false,
    showTrace: options.showTrace ?? false,
    ...(workdir === undefined ? {} : { workdir }),
    ...(lib === undefined ? {} : { lib: libFolder(resolve(cwd, lib)) }),
    ...(pkgs === undefined ? {} : { pkgs: pkgsSource(pkgs, cwd) }),
    ...(signal === undefined ? {} : { signal }),
  }
}
