/** One run of tofu/terraform that tells of its progress: started, followed, its diagnostics collected. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { type Diagnostic, failure, TerraneError } from '../../contracts/diagnostic.js'
import { drive } from '../../process/drive.js'
import { type DriveContext, environment } from './context.js'
import { toDiagnostic, toDiagnostics } from './diagnostics.js'
import { readMessage, type TerraformDiagnostic, type TerraformMessage } from './messages.js'
import { toEvent } from './translate.js'

export interface StepResult {
  readonly status: number
  readonly interrupted: boolean
  readonly errors: readonly TerraformDiagnostic[]
  /** The last lines that were no messages: of standard output, then of standard error. */
  readonly tail: readonly string[]
}

/** So many lines of unexpected output are worth showing. */
const shown = 20

/**
 * Runs `tofu|terraform ARGS`. Warnings are emitted, errors returned, other messages become events, except where
 * `onMessage` says `quiet`. Resolves whatever the exit status.
 */
export const step = async (
  context: DriveContext,
  args: readonly string[],
  onMessage: (message: TerraformMessage) => 'quiet' | undefined = () => undefined,
): Promise<StepResult> => {
  const errors: TerraformDiagnostic[] = []
  const text: string[] = []
  const errorFile = join(context.runFolder, 'errors.txt')
  const tailOfErrors = remember(errorFile)

  const onLine = (line: string) => {
    const message = readMessage(line)
    if (message.type === 'diagnostic') {
      if (message.diagnostic.severity === 'error') errors.push(message.diagnostic)
      else context.emit({ type: 'diagnostic', diagnostic: toDiagnostic(message.diagnostic, context.locate) })
    }
    if (message.type === 'other' && !message.json && line.trim() !== '') text.push(line)
    const event = onMessage(message) === 'quiet' ? undefined : toEvent(message)
    if (event !== undefined) context.emit(event)
  }

  const { status, interrupted } = await drive(context.binary.path, args, {
    cwd: context.folder,
    env: environment(context),
    output: join(context.runFolder, 'events.jsonl'),
    errors: errorFile,
    onLine,
    ...(context.onStart === undefined ? {} : { onStart: context.onStart }),
    ...(context.interrupt === undefined ? {} : { interrupt: context.interrupt }),
    onInterrupt: pid =>
      context.emit({ type: 'interrupting', signal: String(context.interrupt?.reason), pid }),
    ...(context.interruptAgain === undefined ? {} : { again: context.interruptAgain }),
    onAgain: pid =>
      context.emit({ type: 'still_waiting', signal: String(context.interruptAgain?.reason), pid }),
  })
  return { status, interrupted, errors, tail: [...text.slice(-shown), ...tailOfErrors()] }
}

/** Returns a function that gives the last lines that were added to the file since. */
const remember = (path: string): (() => readonly string[]) => {
  const file = openSync(path, 'a+', 0o600)
  const start = fstatSync(file).size
  return () => {
    try {
      const size = fstatSync(file).size
      const from = Math.max(start, size - 16 * 1024)
      const buffer = Buffer.alloc(size - from)
      readSync(file, buffer, 0, buffer.length, from)
      return buffer
        .toString('utf8')
        .split('\n')
        .filter(line => line.trim() !== '')
        .slice(-shown)
    } finally {
      closeSync(file)
    }
  }
}

/**
 * The error for a step that failed: its own diagnostics, or what it printed where it gave none. `first` and `last` go
 * around them; the first of all decides the exit status.
 */
export const stepError = (
  context: DriveContext,
  command: string,
  result: StepResult,
  { first, last }: { readonly first?: Diagnostic; readonly last?: Diagnostic } = {},
): TerraneError => {
  const told = result.interrupted ? result.errors.filter(({ summary }) => !isHalt(summary)) : result.errors
  const own = toDiagnostics(told, context.locate)
  const program = `${context.binary.dialect} ${command}`
  const fallback = failure('terraform-failed', `${program} failed with exit status ${result.status}`, {
    ...(result.tail.length > 0 ? { notes: [result.tail.join('\n')] } : {}),
  }).diagnostics
  const middle = own.length > 0 ? own : first === undefined ? fallback : []
  const all = [...(first === undefined ? [] : [first]), ...middle, ...(last === undefined ? [] : [last])]
  return new TerraneError(all as [Diagnostic, ...Diagnostic[]])
}

/** Terraform's own word for having been interrupted, once for each resource that waited. */
const isHalt = (summary: string): boolean => summary === 'execution halted'

/** The diagnostic that leads when the user interrupted a step. */
export const interruption = (message: string): Diagnostic => failure('interrupted', message).diagnostics[0]
