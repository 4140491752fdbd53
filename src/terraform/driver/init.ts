/**
 * `init`, when it is needed: the part of the document that it reads has changed since it last succeeded, or what it
 * made is gone.
 */

import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import type { Dialect } from './binary.js'
import { type DriveContext, environment, type QueryContext } from './context.js'
import { onTerminal } from './on-terminal.js'
import { step, tellerOf } from './step.js'
import { interruption, type StepResult, stepError } from './step-error.js'
import { requireWorkspace } from './workspace.js'

export interface InitOptions {
  /** Without the backend, for `validate`: needs no credentials. */
  readonly backend?: boolean
  readonly upgrade?: boolean
  readonly reconfigure?: boolean
  readonly migrateState?: boolean
  /** Answers yes to all questions of a migration. */
  readonly forceCopy?: boolean
  /** `-backend-config` values: `name=value`, or an absolute path. */
  readonly backendConfig?: readonly string[]
  readonly lockTimeout?: string
  /** The providers' lock file is as it must be: what it lacks is an error. */
  readonly lockFileIsFinal?: boolean
}

/** What the last successful `init` was for. */
interface InitRecord {
  readonly version: 1
  readonly dialect: Dialect
  readonly initKey: string
  readonly backendKey: string
  /** Its type, `s3`; null for the state in a file beside the document. */
  readonly backendType: string | null
  /** Whether the backend was initialised. */
  readonly backend: boolean
  /** Whether it made a data folder: without backend, providers and modules there is none. */
  readonly dataFolder: boolean
  /** The text of the lock file. */
  readonly lockFile: string | null
}

/** Runs `init` unless the last one still holds. Throws what `init` throws, and `workspace-missing`. */
export const ensureInit = async (context: DriveContext, options: InitOptions = {}): Promise<void> => {
  const backend = options.backend ?? true
  if (needsInit(context, backend)) await init(context, options)
  if (backend) await requireWorkspace(context)
}

/** Whether `init` must run before what needs the backend (or only the providers). */
export const needsInit = (context: QueryContext, backend = true): boolean => {
  const record = readRecord(context)
  return (
    record === undefined ||
    record.dialect !== context.binary.dialect ||
    record.initKey !== context.facts.initKey ||
    (backend && !record.backend) ||
    (record.dataFolder && !existsSync(dataFolder(context))) ||
    record.lockFile !== readLockFile(context)
  )
}

/**
 * Runs `init` and notes what it was for. Throws its diagnostics; when the backend has changed, with what to do about
 * the state.
 */
export const init = async (context: DriveContext, options: InitOptions = {}): Promise<void> => {
  const seconds = stopwatch()
  context.emit({ type: 'phase_start', phase: 'init', message: `${context.binary.dialect} init` })
  const alone = context.aloneInPluginCache ?? (body => body())
  const result = await alone(() =>
    options.migrateState && !options.forceCopy
      ? migrate(context, options)
      : step(context, ['init', ...formatOf(options), '-input=false', ...flags(options)]),
  )
  if (result.status !== 0) throw initError(context, result)
  writeRecord(context, options.backend ?? true)
  context.emit({ type: 'phase_end', phase: 'init', seconds: seconds() })
  await context.afterInit?.(context)
}

/** A migration asks questions, and refuses `-json` even where it need not ask. */
const formatOf = ({ migrateState }: InitOptions): readonly string[] =>
  migrateState ? ['-no-color'] : ['-json', '-no-color']

const migrate = async (context: DriveContext, options: InitOptions): Promise<StepResult> => {
  const args = ['init', '-input=true', ...flags(options)]
  const env = { ...environment(context), TF_INPUT: undefined }
  const status = await onTerminal(context, args, { env, output: 'stderr' })
  return { status, interrupted: false, errors: [], tail: [] }
}

const flags = (options: InitOptions): readonly string[] => [
  ...(options.backend === false ? ['-backend=false'] : []),
  ...(options.upgrade ? ['-upgrade'] : []),
  ...(options.reconfigure ? ['-reconfigure'] : []),
  ...(options.migrateState ? ['-migrate-state'] : []),
  ...(options.forceCopy ? ['-force-copy'] : []),
  ...(options.lockTimeout === undefined ? [] : [`-lock-timeout=${options.lockTimeout}`]),
  ...(options.lockFileIsFinal ? ['-lockfile=readonly'] : []),
  ...(options.backendConfig ?? []).map(value => `-backend-config=${value}`),
]

const initError = (context: DriveContext, result: StepResult): TerraneError => {
  const error = stepError(
    tellerOf(context),
    'init',
    result,
    result.interrupted ? { first: interruption('interrupted') } : {},
  )
  if (!backendHasChanged(context, result)) return error
  const [first] = error.diagnostics
  const said = (first.message.split('\n')[0] ?? '').trim()
  // What Terraform advises is to be typed by those who use it alone.
  return failure('backend-changed', fromTo(readRecord(context), context), {
    notes: [`${context.binary.dialect} says: ${said}`],
    hint: [
      'say what becomes of the state: terrane init --migrate-state copies it to where it is to be kept now,',
      'terrane init --reconfigure starts with what is there',
    ].join(' '),
  })
}

/** Which backend it was, and which it is. */
const fromTo = (record: InitRecord | undefined, { facts }: DriveContext): string => {
  const name = (type: string | null | undefined) =>
    type === null || type === undefined ? 'a file in the work folder (no backend)' : `the backend '${type}'`
  const [before, now] = [name(record?.backendType), name(facts.backend)]
  return before === now
    ? `the state is kept by ${now}, whose settings have changed`
    : `the state was kept by ${before}, and is to be kept by ${now}`
}

const backendHasChanged = (context: DriveContext, result: StepResult): boolean => {
  const record = readRecord(context)
  if (record?.backend) return record.backendKey !== context.facts.backendKey
  return result.errors.some(({ summary }) => /^Backend .*changed|state migration/i.test(summary))
}

/** Where `init` puts providers and modules. */
export const dataFolder = ({
  folder,
  environment: own,
}: Pick<QueryContext, 'folder' | 'environment'>): string =>
  resolve(folder, (own && 'TF_DATA_DIR' in own ? own.TF_DATA_DIR : process.env.TF_DATA_DIR) || '.terraform')

const readLockFile = (context: QueryContext): string | null => {
  try {
    return readFileSync(resolve(context.folder, '.terraform.lock.hcl'), 'utf8')
  } catch {
    return null
  }
}

/** A record that can't be read counts as none: `init` runs once more. */
const readRecord = (context: QueryContext): InitRecord | undefined => {
  try {
    return JSON.parse(readFileSync(context.initRecord, 'utf8')) as InitRecord
  } catch {
    return undefined
  }
}

const writeRecord = (context: DriveContext, backend: boolean): void => {
  const record: InitRecord = {
    version: 1,
    dialect: context.binary.dialect,
    initKey: context.facts.initKey,
    backendKey: context.facts.backendKey,
    backendType: context.facts.backend ?? null,
    backend,
    dataFolder: existsSync(dataFolder(context)),
    lockFile: readLockFile(context),
  }
  writeFileSync(context.initRecord, `${JSON.stringify(record, null, 2)}\n`)
}

/** The dialect that the folder was last initialised with. */
export const initialisedDialect = (initRecord: string): Dialect | undefined => {
  try {
    return (JSON.parse(readFileSync(initRecord, 'utf8')) as InitRecord).dialect
  } catch {
    return undefined
  }
}
