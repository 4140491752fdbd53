/** Drives a prepared project: locked, recorded, with signals looked after. */

import { join } from 'node:path'
import { exitStatusOf } from '../contracts/codes.js'
import { TerraneError } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import { type ExitStatus, exitStatus } from '../contracts/exit-status.js'
import { type Interruption, listenForInterruption } from '../process/interruption.js'
import type { DriveContext, QueryContext } from '../terraform/driver/context.js'
import { protectState } from '../terraform/driver/state-files.js'
import { type BinaryChoice, chooseBinary } from './dialect.js'
import { lockWorkFolder } from './lock.js'
import { type Prepared, writeDocument } from './prepare.js'
import { beginRun, newRunId, pruneRuns, type Run, runsFolder } from './run-record.js'
import { locateIn } from './terraform-places.js'
import { initRecordPath } from './work-folder.js'

export interface DriveOptions extends BinaryChoice {
  /** The command's name, for the record and for whoever finds the lock. */
  readonly command: string
  readonly emit: Emit
  /** Who else says when to stop. Absent: the signals of this process. */
  readonly interruption?: Interruption
}

/**
 * Locks the work folder, writes the document, and has `body` drive tofu/terraform. While it does, a SIGINT or SIGTERM
 * aborts `context.interrupt` instead of ending us. Throws `work-folder-locked`, what `chooseBinary` throws, what `body`
 * throws. Saved plans are gone afterwards.
 */
export const driveProject = async (
  project: Prepared,
  options: DriveOptions,
  body: (context: DriveContext) => Promise<ExitStatus>,
): Promise<ExitStatus> => {
  const { path } = project.folder
  const now = new Date()
  const id = newRunId(now, process.pid)
  const lock = lockWorkFolder(path, { command: options.command, run: join(runsFolder(path), id) })
  const interruption = options.interruption ?? listenForInterruption()
  try {
    pruneRuns(path)
    writeDocument(project, options.emit)
    const binary = await chooseBinary(project, options, options.emit)
    const run = beginRun(path, id, options.command, now)
    const context: DriveContext = {
      binary,
      folder: path,
      facts: project.facts(),
      runFolder: run.folder,
      initRecord: initRecordPath(path),
      emit: options.emit,
      interrupt: interruption.signal,
      interruptAgain: interruption.again,
      locate: locateIn(project),
      onStart: pid => {
        run.noteChild(pid)
        lock.noteChild(pid)
      },
    }
    protectState(context)
    return await recorded(run, () => body(context))
  } finally {
    interruption.stop()
    lock.release()
  }
}

const recorded = async (run: Run, body: () => Promise<ExitStatus>): Promise<ExitStatus> => {
  try {
    const status = await body()
    run.end(status)
    return status
  } catch (error) {
    run.end(error instanceof TerraneError ? exitStatusOf(error.diagnostics[0].code) : exitStatus.bug)
    throw error
  }
}

/** For questions to a project that is there: takes no lock, writes nothing. Throws what `chooseBinary` throws. */
export const queryProject = async (
  project: Prepared,
  options: Omit<DriveOptions, 'command'>,
): Promise<QueryContext> => ({
  binary: await chooseBinary(project, options, options.emit),
  folder: project.folder.path,
  facts: project.facts(),
  initRecord: initRecordPath(project.folder.path),
})
