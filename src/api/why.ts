import { failure } from '../contracts/diagnostic.js'
import { readValuePath } from '../modules/value-path.js'
import { withEntries } from '../project/compile-only.js'
import { why as explain, type WhyReport } from '../project/why.js'
import type { ProjectOptions } from './options.js'
import { prepareOptions } from './read-options.js'

/**
 * Where a value comes from: every definition with its line, which won and why, who reads it. `path` is a value of the
 * document or an option (`resource.aws_instance.web.ami`). Throws `usage` for what is no path, `module-unknown-option`,
 * `module-undefined-path`, and what evaluating the project throws.
 */
export const why = async (path: string, options: ProjectOptions = {}): Promise<WhyReport> => {
  const steps = readValuePath(path)
  if (steps === undefined) throw failure('usage', `'${path}' is not a path of a value`)
  return await explain(steps, withEntries(prepareOptions(options)))
}
