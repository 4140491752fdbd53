import { exitStatusOf } from '../contracts/codes.js'
import { TerraneError } from '../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../contracts/exit-status.js'
import { stopwatch } from '../contracts/stopwatch.js'
import type { Invocation } from './command.js'
import { type Progress, showProgress } from './render/progress.js'

/** Shows the progress of `body`, and ends it with a `run_end`. */
export const reporting = async (
  { terminal, common }: Invocation<unknown>,
  body: (progress: Progress) => Promise<ExitStatus>,
): Promise<ExitStatus> => {
  const progress = showProgress(terminal, common)
  const seconds = stopwatch()
  const end = (status: ExitStatus) => {
    progress.emit({ type: 'run_end', status, seconds: seconds() })
    progress.pause()
    return status
  }
  try {
    return end(await body(progress))
  } catch (error) {
    end(error instanceof TerraneError ? exitStatusOf(error.diagnostics[0].code) : exitStatus.bug)
    throw error
  }
}
