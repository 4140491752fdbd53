/** The short way to start a program: wait for its end and take its output. See runner.ts for the two ways. */
import { failure } from '../contracts/diagnostic.js'
import { endWithUs } from './end-with-us.js'
import type { Run, RunResult } from './runner.js'
import { startFailure } from './start-failure.js'

/** The status that a shell gives to a program that a signal ended; the signal's number doesn't matter to us. */
const endedBySignal = 128

/** Nix looks out for signals between steps of an evaluation; what takes longer is not waited for. */
const patience = 1000

export const run: Run = async (program, args, options = {}): Promise<RunResult> => {
  // Loaded when it is needed: the embedded evaluator starts nothing.
  const { execa } = await import('execa')
  const controller = new AbortController()
  // Who gives a signal looks after interruptions himself.
  const done = options.signal === undefined ? endWithUs(controller) : () => {}
  try {
    const result = await execa(program, [...args], {
      reject: false,
      stripFinalNewline: false,
      maxBuffer: Number.MAX_SAFE_INTEGER,
      input: options.input ?? '',
      encoding: options.bytes ? 'latin1' : 'utf8',
      cancelSignal: options.signal ?? controller.signal,
      forceKillAfterDelay: patience,
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      ...(options.env === undefined ? {} : { env: options.env }),
    })
    const { exitCode, stdout, stderr } = result
    if (result.isCanceled || controller.signal.aborted)
      throw failure('interrupted', `interrupted while '${program}' was running`)
    if (exitCode !== undefined) return { status: exitCode, stdout, stderr }
    if (result.isTerminated) return { status: endedBySignal, stdout, stderr }
    throw startFailure(program, options.cwd, result.cause ?? result)
  } finally {
    done()
  }
}
