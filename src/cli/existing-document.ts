import { type Prepared, prepare, prepared } from '../project/prepare.js'
import type { Invocation } from './command.js'
import { type CompileFlags, readCompileOptions } from './options.js'
import type { Progress } from './render/progress.js'

/**
 * For commands that are about what was applied: the project with the document as it was last written, compiled only
 * where there is none. Throws what `prepare` throws.
 */
export const preparedOrCompiled = async (
  { flags, terminal, tools }: Invocation<CompileFlags>,
  progress: Progress,
): Promise<Prepared> => {
  const options = readCompileOptions(flags, terminal.cwd)
  return (await prepared(options)) ?? (await prepare(options, await tools.compile(), progress.emit))
}
