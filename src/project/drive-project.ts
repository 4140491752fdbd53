/** Drives a prepared project: locked, recorded, with signals looked after. */

import { join } from 'node:path'
import { exitStatusOf } from '../contracts/codes.js'
import { type Diagnostic, TerraneError } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import { type ExitStatus, exitStatus } from '../contracts/exit-status.js'
import { type Interruption, listenForInterruption } from '../process/interruption.js'
import { quoteForShell } from '../process/shell-words.js'
import type { DriveContext, QueryContext } from '../terraform/driver/context.js'
import { protectState } from '../terraform/driver/state-files.js'
import { type BinaryChoice, chooseBinary } from './dialect.js'
import { lockWorkFolder } from './lock.js'
import { aloneInPluginCache } from './plugin-cache.js'
import { type Prepared, writeDocument } from './prepare.js'
import { refuseUnknownFeatures } from './program-check.js'
import { closeUnattended } from './run-outcome.js'
import { beginRun, newRunId, pruneRuns, type Run, runsFolder } from './run-record.js'
import { fetchSchemasQuietly } from './schemas/fetch-schemas.js'
import { locateIn } from './terraform-places.js'
import { keepTimings, readTimings } from './timings.js'
import { tellUnattended } from './unattended.js'
import { initRecordPath } from './work-folder.js'

export interface DriveOptions extends BinaryChoice {
  /** The command's name, for the record and for whoever finds the lock. */
  readonly command: string
  /** `--workspace`. */
  readonly workspace?: string
  /** Added to the environment of tofu/terraform. */
  readonly environment?: Readonly<Record<string, string>>
  readonly emit: Emit
  /** Whether the document is checked against what the program has. Default: true. */
  readonly check?: boolean
  /** Whether the schemas of providers are fetched once an `init` has installed them. Default: true. */
  readonly schema?: boolean
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
    tellUnattended(closeUnattended(path), options.emit)
    pruneRuns(path)
    writeDocument(project, options.emit)
    const binary = await chooseBinary(project, options, options.emit)
    if (options.check !== false) refuseUnknownFeatures(project, binary)
    const expected = readTimings(path)
    const timings = keepTimings(options.emit)
    const run = beginRun(path, id, options.command, now)
    const context: DriveContext = {
      binary,
      folder: path,
      facts: project.facts(),
      ...environmentOf(options),
      aloneInPluginCache,
      runFolder: run.folder,
      initRecord: initRecordPath(path),
      emit: timings.emit,
      expected,
      interrupt: interruption.signal,
      interruptAgain: interruption.again,
      locate: locateIn(project),
      ...(options.schema === false
        ? {}
        : { afterInit: initialised => fetchSchemasQuietly(initialised, process.env) }),
      followWith: `terrane follow --workdir ${quoteForShell([path])}`,
      onStart: (step, processes) => {
        run.noteStep(step, processes)
        lock.noteWork([processes.guard, processes.program])
      },
      onTerminal: program => lock.noteWork([program]),
      onInterrupt: run.noteInterrupt,
      onLeave: run.noteLeft,
    }
    protectState(context)
    return await recorded(run, options.emit, async () => {
      try {
        return await body(context)
      } finally {
        timings.save(run.folder)
      }
    })
  } finally {
    interruption.stop()
    lock.release()
  }
}

const recorded = async (run: Run, emit: Emit, body: () => Promise<ExitStatus>): Promise<ExitStatus> => {
  const end = (status: ExitStatus) => {
    if (!run.end(status)) emit({ type: 'diagnostic', diagnostic: unrecorded(run) })
  }
  try {
    const status = await body()
    end(status)
    return status
  } catch (error) {
    const code = error instanceof TerraneError ? error.diagnostics[0].code : undefined
    // What was left at work has not ended.
    if (code !== 'detached') end(code === undefined ? exitStatus.bug : exitStatusOf(code))
    throw error
  }
}

const unrecorded = ({ folder }: Run): Diagnostic => ({
  code: 'file-access',
  severity: 'warning',
  message: `how the run ended could not be written to ${folder}`,
  labels: [],
})

/** For questions to a project that is there: takes no lock, writes nothing. Throws what `chooseBinary` throws. */
export const queryProject = async (
  project: Prepared,
  options: Omit<DriveOptions, 'command'>,
): Promise<QueryContext> => ({
  binary: await chooseBinary(project, options, options.emit),
  folder: project.folder.path,
  facts: project.facts(),
  ...environmentOf(options),
  initRecord: initRecordPath(project.folder.path),
})

const environmentOf = ({
  workspace,
  environment = {},
}: Pick<DriveOptions, 'workspace' | 'environment'>): Pick<QueryContext, 'environment'> => {
  const all = { ...environment, ...(workspace === undefined ? {} : { TF_WORKSPACE: workspace }) }
  return Object.keys(all).length === 0 ? {} : { environment: all }
}
