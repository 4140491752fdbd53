/** Runs ssh and talks to what it runs: bytes in, bytes out, until both sides are done. */

import { spawn } from 'node:child_process'
import { TerraneError } from '../../contracts/diagnostic.js'
import { startFailure } from '../../process/start-failure.js'

export interface SpeakOptions {
  readonly env?: Readonly<Record<string, string | undefined>>
  /** Sent first. The input is closed after it, unless `open`. */
  readonly input?: Uint8Array
  readonly open?: boolean
  readonly onOutput?: (chunk: Buffer) => void
  readonly onErrors?: (text: string) => void
}

export interface Spoken {
  /** Of the program; 255 is ssh's own way to say that the connection failed. */
  readonly status: number
  readonly stderr: string
}

export interface Conversation {
  readonly ended: Promise<Spoken>
  readonly send: (text: string) => void
  /** Whether more can be written at once; else `whenDrained` says when. */
  readonly write: (chunk: Uint8Array) => boolean
  readonly whenDrained: (resume: () => void) => void
  readonly closeInput: () => void
  readonly kill: () => void
}

/** Starts a program; it is in a process group of its own, so that a Ctrl-C in the terminal reaches only us. */
export const speak = (program: string, args: readonly string[], options: SpeakOptions): Conversation => {
  const child = spawn(program, [...args], {
    stdio: 'pipe',
    detached: true,
    env: { ...process.env, ...options.env },
  })
  let stderr = ''
  child.stdin.on('error', () => {})
  child.stdout.on('data', (chunk: Buffer) => options.onOutput?.(chunk))
  child.stderr.on('data', (chunk: Buffer) => {
    const text = chunk.toString('utf8')
    // What matters is at the end; a program may well write more than anybody reads.
    stderr = (stderr + text).slice(-16_384)
    options.onErrors?.(text)
  })
  const ended = new Promise<Spoken>((resolve, reject) => {
    child.on('error', error =>
      reject(error instanceof TerraneError ? error : startFailure(program, undefined, error)),
    )
    child.on('close', status => resolve({ status: status ?? 255, stderr }))
  })
  if (options.input !== undefined) child.stdin.write(options.input)
  if (!options.open) child.stdin.end()
  return {
    ended,
    send: text => {
      child.stdin.write(text)
    },
    write: chunk => child.stdin.write(chunk),
    whenDrained: resume => {
      child.stdin.once('drain', resume)
    },
    closeInput: () => {
      child.stdin.end()
    },
    kill: () => {
      child.kill('SIGTERM')
      // A shared connection has them too, and would keep them open for as long as the host is at work.
      child.stdout.destroy()
      child.stderr.destroy()
    },
  }
}
