/**
 * A program that outlives us, with someone who sees how it ends: a shell of its own session stands between us and it,
 * waits for it, and leaves its exit status in a file. That file is there already, as long as it needs to be, so that a
 * full disk can't keep the status out of it.
 *
 * The program is started only at our word, `go`. Before we give it we note whose work this is; were we killed in
 * between, the shell would find our end of the pipe closed and start nothing.
 */
import { accessSync, constants, readFileSync, statSync, writeFileSync } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { failure } from '../contracts/diagnostic.js'
import { identify, isAlive, type ProcessIdentity } from './alive.js'
import { start } from './start.js'
import { startFailure } from './start-failure.js'

/** The processes of a guarded program. */
export interface Processes {
  /** The shell: as long as it runs, the program does. */
  readonly guard: ProcessIdentity
  /** The program itself, which signals are for. */
  readonly program: ProcessIdentity
}

export interface GuardOptions {
  readonly cwd: string
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Open files that its standard output and standard error go to. */
  readonly output: number
  readonly errors: number
  /** A file for the exit status. */
  readonly exit: string
  /** Called before the program starts. What it throws keeps it from starting. */
  readonly onStart?: (processes: Processes) => void
}

export interface Guarded {
  readonly processes: Processes
  /** Resolves to what `readExit` reads then. */
  readonly ended: Promise<Exit | undefined>
  /** Lets our own process end without waiting for it. */
  readonly leave: () => void
}

/** How a program ended: with a status, or by a signal's number. */
export interface Exit {
  readonly status: number
  readonly signal?: number
}

/** The inner shell's status when nobody said `go`. */
const neverStarted = 125

/**
 * `$1` is the file for the status, what follows the program and its arguments; nothing of it is read as code. The inner
 * shell becomes the program, so that its number is the program's. A signal that reaches the whole session ends the
 * program or not, as it likes, but not the shell that waits for it.
 */
const script = `
trap : HUP INT QUIT TERM
exec 5<>"$1"
shift
/bin/sh -c 'echo $$ >&3; read -r go || exit ${neverStarted}; exec "$@" 3>&- 5>&- </dev/null' terrane "$@"
status=$?
echo $status >&5
exit $status
`

/** Longer than any status. */
const room = 16

/**
 * Starts a program behind a guard, under umask 077, without input. Throws `tool-missing`, `file-access`, and what
 * `onStart` throws; then nothing was started.
 */
export const startGuarded = async (
  program: string,
  args: readonly string[],
  options: GuardOptions,
): Promise<Guarded> => {
  const { cwd, env, output, errors, exit } = options
  checkProgram(program, cwd)
  reserve(exit)
  const { child, pid, ended } = await start('/bin/sh', ['-c', script, 'terrane', exit, program, ...args], {
    cwd,
    ...(env === undefined ? {} : { env }),
    stdio: ['pipe', output, errors, 'pipe'],
    detached: true,
  })
  const [input, told] = [child.stdin!, child.stdio[3] as Readable]
  // Whoever reads is gone when the shell could not start: its end tells that.
  input.on('error', () => {})
  try {
    const number = Number(await firstLine(told))
    if (!(number > 0)) throw failure('tool-missing', 'the shell /bin/sh could not start a program')
    const processes = { guard: identify(pid), program: identify(number) }
    options.onStart?.(processes)
    await say(input, 'go\n')
    const leave = () => {
      child.unref()
      input.destroy()
    }
    return { processes, ended: ended.then(() => endOf(processes.program)).then(() => readExit(exit)), leave }
  } catch (error) {
    input.destroy()
    await ended
    throw error
  } finally {
    told.destroy()
  }
}

const patience = 50

/** Whoever kills the guard alone leaves the program at work. It is not our child: it is looked at again and again. */
const endOf = async (program: ProcessIdentity): Promise<void> => {
  while (isAlive(program)) await sleep(patience)
}

/** How a guarded program ended; undefined while it runs, and where its guard was killed as well. */
export const readExit = (path: string): Exit | undefined => {
  const text = textOf(path)
  const found = /^(\d+)\n/.exec(text)?.[1]
  if (found === undefined) return undefined
  const status = Number(found)
  if (status === neverStarted) return undefined
  // A shell adds 128 to the number of the signal that ended a program.
  return status > 128 ? { status, signal: status - 128 } : { status }
}

const textOf = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    return ''
  }
}

const reserve = (path: string): void => {
  try {
    writeFileSync(path, ' '.repeat(room), { mode: 0o600 })
  } catch (cause) {
    throw failure('file-access', `can't write ${path}: ${(cause as Error).message}`, { cause })
  }
}

/** What the shell would only say on standard error. */
const checkProgram = (program: string, cwd: string): void => {
  try {
    if (!statSync(cwd).isDirectory()) throw new Error(`${cwd} is not a folder`)
    accessSync(program, constants.X_OK)
  } catch (error) {
    throw startFailure(program, cwd, error)
  }
}

const firstLine = async (stream: Readable): Promise<string> => {
  let text = ''
  for await (const chunk of stream.setEncoding('utf8')) {
    text += chunk
    if (text.includes('\n')) break
  }
  return text.split('\n')[0]!
}

const say = (stream: Writable, text: string): Promise<void> =>
  new Promise(resolve => stream.end(text, () => resolve()))
