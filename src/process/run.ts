/** The short way to start a program: wait for its end and take its output. See runner.ts for the two ways. */
import { failure } from '../contracts/diagnostic.js'
import type { Run, RunResult } from './runner.js'
import { startFailure } from './start-failure.js'

/** The status that a shell gives to a program that a signal ended; the signal's number doesn't matter to us. */
const endedBySignal = 128

export const run: Run = async (program, args, options = {}): Promise<RunResult> => {
  // Loaded when it is needed: the embedded evaluator starts nothing.
  const { execa } = await import('execa')
  const result = await execa(program, [...args], {
    reject: false,
    stripFinalNewline: false,
    maxBuffer: Number.MAX_SAFE_INTEGER,
    input: options.input ?? '',
    encoding: options.bytes ? 'latin1' : 'utf8',
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
    ...(options.env === undefined ? {} : { env: options.env }),
    ...(options.signal === undefined ? {} : { cancelSignal: options.signal }),
  })
  const { exitCode, stdout, stderr } = result
  if (result.isCanceled) throw failure('interrupted', `interrupted while '${program}' was running`)
  if (exitCode !== undefined) return { status: exitCode, stdout, stderr }
  if (result.isTerminated) return { status: endedBySignal, stdout, stderr }
  throw startFailure(program, options.cwd, result.cause ?? result)
}
