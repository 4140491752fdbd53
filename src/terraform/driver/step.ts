/** One run of tofu/terraform that tells of its progress: started, followed, its diagnostics collected. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import { type DriveResult, drive } from '../../process/drive.js'
import { type DriveContext, environment, withoutWorkspace } from './context.js'
import { toDiagnostic } from './diagnostics.js'
import { readMessage, type TerraformDiagnostic, type TerraformMessage } from './messages.js'
import type { StepResult, Teller } from './step-error.js'
import { toEvent } from './translate.js'

/** So many lines of unexpected output are worth showing. */
const shown = 20

/**
 * Runs `tofu|terraform ARGS`. Warnings are emitted, errors returned, other messages become events, except where
 * `onMessage` says `quiet`. Resolves whatever the exit status. Throws `detached` when it was left at work.
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

  const [name = ''] = args
  const exit = `exit-${name}`
  const result = await drive(context.binary.path, args, {
    cwd: context.folder,
    // `init` would make a workspace that is not there.
    env: environment(name === 'init' ? withoutWorkspace(context) : context),
    output: join(context.runFolder, 'events.jsonl'),
    errors: errorFile,
    exit: join(context.runFolder, exit),
    onLine,
    onStart: (processes, offset) =>
      context.onStart?.({ name, dialect: context.binary.dialect, offset, exit }, processes),
    ...(context.interrupt === undefined ? {} : { interrupt: context.interrupt }),
    leaveAt: reason => reason === 'SIGTERM' && outliving.has(name),
    onInterrupt: pid => {
      context.onInterrupt?.()
      context.emit({ type: 'interrupting', signal: String(context.interrupt?.reason), pid })
    },
    ...(context.interruptAgain === undefined ? {} : { again: context.interruptAgain }),
  })
  if (result.left) throw detached(context, name, result)
  const { status, signal, interrupted } = result
  return {
    ...(status === undefined ? {} : { status }),
    ...(signal === undefined ? {} : { signal }),
    interrupted,
    errors,
    tail: [...text.slice(-shown), ...tailOfErrors()],
  }
}

/** What ends us, as a supervisor does, need not end these: they change something. A Ctrl-C is meant for them. */
const outliving = new Set(['apply'])

const detached = (
  context: DriveContext,
  name: string,
  { processes, interrupted }: Extract<DriveResult, { left: true }>,
): TerraneError => {
  context.onLeave?.()
  const { pid } = processes.program
  context.emit({ type: 'detached', pid })
  const program = `${context.binary.dialect} ${name} (process ${pid})`
  return failure(
    'detached',
    interrupted
      ? `${program} finishes what it has begun without terrane`
      : `${program} goes on to its end without terrane`,
    { ...(context.followWith === undefined ? {} : { hint: `${context.followWith} shows how it goes on` }) },
  )
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

/** For errors about a run of this context. */
export const tellerOf = ({ binary, locate }: DriveContext): Teller => ({
  dialect: binary.dialect,
  ...(locate === undefined ? {} : { locate }),
})
