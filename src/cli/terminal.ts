/** Where a command prints, and what it may do there. */
import { createInterface } from 'node:readline'
import { failure } from '../contracts/diagnostic.js'
import { fileAccess } from '../contracts/file-access.js'
import type { Key } from './search/state.js'

export interface Terminal {
  readonly cwd: string
  readonly out: (text: string) => void
  readonly err: (text: string) => void
  /** Colours, by stream: NO_COLOR and `--no-color` are for the caller to heed. */
  readonly outColour: boolean
  readonly errColour: boolean
  /** Whether a person reads standard output: it is a terminal. */
  readonly canShow: boolean
  /** Whether a line on standard error can be rewritten. */
  readonly live: boolean
  readonly columns: () => number
  /** Whether somebody can answer a question. */
  readonly canAsk: boolean
  /** Takes the whole terminal, for keys as they come. Undefined: there is none, or none that can do it. */
  readonly screen?: () => Promise<Screen>
  /** Asks on standard error. Resolves to the answer, or undefined at the end of input. Throws `interrupted`. */
  readonly ask: (question: string, interrupt?: AbortSignal) => Promise<string | undefined>
  /** Hands on each key that is pressed, until the function that it returns is called; absent where there are no keys. */
  readonly keys?: (onKey: (key: string) => void) => () => void
  /**
   * Waits until all of standard output is written. Throws `file-access` where some of it is lost, other than to a reader
   * that wants no more.
   */
  readonly flush: () => Promise<void>
}

/** The whole of a terminal, for as long as it is open. */
export interface Screen {
  readonly size: () => { readonly columns: number; readonly rows: number }
  /** From the upper left corner on. */
  readonly draw: (lines: readonly string[]) => void
  readonly onKey: (listener: (key: Key) => void) => void
  readonly onResize: (listener: () => void) => void
  /** There is nobody any more. */
  readonly onEnd: (listener: () => void) => void
  /** Gives the terminal back as it was. */
  readonly close: () => void
}

/** The terminal of this process. */
export const processTerminal = (): Terminal => {
  const { stdin, stdout, stderr, env } = process
  // The reader may go away at any time (`terrane plan | head`, a closed terminal), the disk be full: what is at work goes
  // on without it.
  let lost: NodeJS.ErrnoException | undefined
  stdout.on('error', error => {
    lost ??= error
  })
  stderr.on('error', () => {})
  const wanted = !env.NO_COLOR && env.TERM !== 'dumb'
  const input = env.TF_INPUT
  return {
    cwd: process.cwd(),
    out: text => void stdout.write(text),
    err: text => void stderr.write(text),
    outColour: wanted && stdout.isTTY === true,
    errColour: wanted && stderr.isTTY === true,
    canShow: stdout.isTTY === true,
    live: stderr.isTTY === true && env.TERM !== 'dumb' && !env.CI,
    columns: () => stderr.columns || 80,
    ...(stdin.isTTY === true && stdout.isTTY === true && env.TERM !== 'dumb' && !env.CI
      ? { screen: async () => (await import('./screen.js')).openScreen() }
      : {}),
    canAsk: stdin.isTTY === true && stderr.isTTY === true && input !== '0' && input !== 'false',
    ask,
    ...(stdin.isTTY === true && stderr.isTTY === true ? { keys } : {}),
    flush: async () => {
      await new Promise<void>(resolve => stdout.write('', () => setImmediate(resolve)))
      if (lost !== undefined && lost.code !== 'EPIPE') throw fileAccess('write', 'standard output', lost)
    },
  }
}

/** The terminal gives each key at once, Ctrl-C too. */
const keys = (onKey: (key: string) => void): (() => void) => {
  const { stdin } = process
  const onData = (data: Buffer | string) => {
    for (const key of String(data)) onKey(key)
  }
  stdin.setRawMode(true)
  stdin.on('data', onData).resume()
  return () => {
    stdin.off('data', onData).pause()
    stdin.setRawMode(false)
  }
}

/**
 * The terminal stays as it is and gives us whole lines: then a Ctrl-C arrives as the signal that `interrupt` stands for,
 * and not as a key.
 */
const ask = (question: string, interrupt?: AbortSignal): Promise<string | undefined> =>
  new Promise((resolve, reject) => {
    if (interrupt?.aborted) {
      reject(failure('interrupted', 'interrupted: nothing was changed'))
      return
    }
    const lines = createInterface({ input: process.stdin, terminal: false })
    const finish = (settle: () => void) => {
      interrupt?.removeEventListener('abort', onInterrupt)
      lines.removeAllListeners('close')
      lines.close()
      settle()
    }
    const onInterrupt = () => finish(() => reject(failure('interrupted', 'interrupted: nothing was changed')))
    process.stderr.write(question)
    lines.once('line', line => finish(() => resolve(line)))
    lines.once('close', () => finish(() => resolve(undefined)))
    interrupt?.addEventListener('abort', onInterrupt, { once: true })
  })
