/** `run` for programs that take their time: what they say on standard error is handed on as it comes. */
import { StringDecoder } from 'node:string_decoder'
import { failure } from '../contracts/diagnostic.js'
import type { RunOptions, RunResult } from './runner.js'
import { start } from './start.js'

export interface TellingOptions extends Omit<RunOptions, 'bytes' | 'input'> {
  readonly cwd: string
  /** Called with each line of standard error. */
  readonly onLine: (line: string) => void
  /** Standard output too is for people. */
  readonly both?: boolean
}

export type RunTelling = (
  program: string,
  args: readonly string[],
  options: TellingOptions,
) => Promise<RunResult>

/** A build is stopped between two of its steps; what takes longer is not waited for. */
const patience = 5000

/** Runs a program to its end. Resolves whatever the exit status; throws `tool-missing`, and `interrupted` for a signal. */
export const runTelling: RunTelling = async (program, args, { onLine, both = false, signal, ...options }) => {
  const interrupted = () => failure('interrupted', `interrupted while '${program}' was running`)
  if (signal?.aborted) throw interrupted()
  const { child, ended } = await start(program, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
  const stdout = lines(both ? onLine : () => {})
  const stderr = lines(onLine)
  child.stdout!.on('data', stdout.take)
  child.stderr!.on('data', stderr.take)
  const closed = new Promise<void>(resolve => child.once('close', () => resolve()))
  let force: NodeJS.Timeout | undefined
  const stop = () => {
    child.kill('SIGINT')
    force = setTimeout(() => child.kill('SIGKILL'), patience)
  }
  signal?.addEventListener('abort', stop)
  try {
    const status = await ended
    await closed
    if (signal?.aborted) throw interrupted()
    return { status, stdout: stdout.end(), stderr: stderr.end() }
  } finally {
    signal?.removeEventListener('abort', stop)
    clearTimeout(force)
  }
}

/** Cuts what comes into lines, and keeps all of it. */
const lines = (onLine: (line: string) => void) => {
  const decoder = new StringDecoder('utf8')
  let all = ''
  let rest = ''
  const take = (chunk: Buffer) => {
    const text = decoder.write(chunk)
    all += text
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    for (const line of parts) onLine(line)
  }
  return {
    take,
    end: () => {
      if (rest !== '') onLine(rest)
      return all
    },
  }
}
