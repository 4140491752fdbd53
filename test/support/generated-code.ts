/** What the build generates must be there for a run of vitest alone as well. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export default (): void => {
  execFileSync(process.execPath, [join(import.meta.dirname, '..', '..', 'scripts', 'generate.mjs')])
}
