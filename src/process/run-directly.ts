/**
 * `run` without a library, for the one program that each compile waits for: loading execa and going through its streams
 * costs as much as a small evaluation takes (70 ms of 600 with 10,000 resources). The same contract, the same tests.
 */
import { spawn } from 'node:child_process'
import type { Readable } from 'node:stream'
import { failure, TerraneError } from '../contracts/diagnostic.js'
import { endWithUs } from './end-with-us.js'
import type { Run } from './runner.js'
import { startFailure } from './start-failure.js'

/** The status that a shell gives to a program that a signal ended; the signal's number doesn't matter to us. */
const endedBySignal = 128

/** Nix looks out for signals between steps of an evaluation; what takes longer is not waited for. */
const patience = 1000

export const runDirectly: Run = async (program, args, options = {}) => {
  const controller = new AbortController()
  // Who gives a signal looks after interruptions himself.
  const done = options.signal === undefined ? endWithUs(controller) : () => {}
  const signal = options.signal ?? controller.signal
  try {
    return await new Promise((resolve, reject) => {
      const interrupted = () => failure('interrupted', `interrupted while '${program}' was running`)
      if (signal.aborted) return reject(interrupted())
      const child = spawn(program, [...args], {
        stdio: 'pipe',
        env: { ...process.env, ...options.env },
        ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      })
      let force: NodeJS.Timeout | undefined
      const stop = () => {
        child.kill()
        force = setTimeout(() => child.kill('SIGKILL'), patience)
      }
      const ended = () => {
        signal.removeEventListener('abort', stop)
        clearTimeout(force)
      }
      signal.addEventListener('abort', stop)
      const stdout = collect(child.stdout)
      const stderr = collect(child.stderr)
      child.on('error', error => {
        ended()
        reject(startFailure(program, options.cwd, error))
      })
      child.on('close', status => {
        ended()
        if (signal.aborted) return reject(interrupted())
        const encoding = options.bytes ? 'latin1' : 'utf8'
        const text = (chunks: readonly Buffer[]) => Buffer.concat(chunks).toString(encoding)
        resolve({ status: status ?? endedBySignal, stdout: text(stdout), stderr: text(stderr) })
      })
      // A program may end without having read its input.
      child.stdin.on('error', () => {})
      child.stdin.end(options.input ?? '')
    })
  } catch (error) {
    // Node tells some failures by throwing, others by an event.
    throw error instanceof TerraneError ? error : startFailure(program, options.cwd, error)
  } finally {
    done()
  }
}

const collect = (stream: Readable): readonly Buffer[] => {
  const chunks: Buffer[] = []
  stream.on('data', chunk => chunks.push(chunk))
  return chunks
}
