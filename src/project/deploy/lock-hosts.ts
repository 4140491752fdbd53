/** A project whose hosts are worked on, where no tofu/terraform is needed for it: locked, recorded, signals looked after. */
import { join } from 'node:path'
import { exitStatusOf } from '../../contracts/codes.js'
import { TerraneError } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { type Interruption, listenForInterruption } from '../../process/interruption.js'
import { lockWorkFolder } from '../lock.js'
import { type Prepared, writeDocument } from '../prepare.js'
import { beginRun, newRunId, pruneRuns, runsFolder } from '../run-record.js'

/** Runs `body` as the only one in the work folder. Throws `work-folder-locked`, `file-access`, what `body` throws. */
export const withLockedProject = async (
  project: Prepared,
  options: { readonly command: string; readonly emit: Emit; readonly interruption?: Interruption },
  body: (signal: AbortSignal, leave: AbortSignal) => Promise<ExitStatus>,
): Promise<ExitStatus> => {
  const { path } = project.folder
  const now = new Date()
  const id = newRunId(now, process.pid)
  const lock = lockWorkFolder(path, { command: options.command, run: join(runsFolder(path), id) })
  const interruption = options.interruption ?? listenForInterruption()
  try {
    pruneRuns(path)
    writeDocument(project, options.emit)
    const run = beginRun(path, id, options.command, now)
    try {
      const status = await body(interruption.signal, interruption.again)
      run.end(status)
      return status
    } catch (error) {
      run.end(error instanceof TerraneError ? exitStatusOf(error.diagnostics[0].code) : exitStatus.bug)
      throw error
    }
  } finally {
    interruption.stop()
    lock.release()
  }
}
