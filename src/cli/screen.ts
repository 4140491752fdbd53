/**
 * The whole terminal for a while: the alternate screen, keys as they come. It is given back in every case: when it is
 * closed, when a signal ends us, when we are stopped (Ctrl-Z) and for as long as that lasts.
 */
import { emitKeypressEvents } from 'node:readline'
import type { Key } from './search/state.js'
import type { Screen } from './terminal.js'

const enter = '\u001b[?1049h\u001b[?25l'
const leave = '\u001b[?25h\u001b[?1049l'

/** How long after Esc the rest of a key's characters may come. */
const escapeTimeout = 50

const ending = ['SIGTERM', 'SIGHUP', 'SIGINT'] as const

/** Takes the terminal of this process. */
export const openScreen = (): Screen => {
  const { stdin, stdout } = process
  let isOpen = false
  const listeners: { key: (key: Key) => void; resize: () => void; end: () => void } = {
    key: () => {},
    resize: () => {},
    end: () => {},
  }

  const show = () => {
    if (isOpen) return
    isOpen = true
    stdin.setRawMode(true)
    stdin.resume()
    stdout.write(enter)
  }
  const hide = () => {
    if (!isOpen) return
    isOpen = false
    stdout.write(leave)
    stdin.setRawMode(false)
    stdin.pause()
  }
  const onKey = (_: string | undefined, key: Key) => {
    if (key.ctrl && key.name === 'z') {
      hide()
      process.kill(process.pid, 'SIGTSTP')
    } else listeners.key(key)
  }
  const onContinue = () => {
    show()
    listeners.resize()
  }
  const onResize = () => listeners.resize()
  const onEnd = () => listeners.end()
  const onSignal = (signal: NodeJS.Signals) => {
    close()
    process.kill(process.pid, signal)
  }
  const close = () => {
    hide()
    stdin.off('keypress', onKey).off('end', onEnd).off('error', onEnd)
    stdout.off('resize', onResize)
    process.off('SIGCONT', onContinue).off('exit', hide)
    for (const signal of ending) process.off(signal, onSignal)
  }

  emitKeypressEvents(stdin, { escapeCodeTimeout: escapeTimeout } as never)
  stdin.on('keypress', onKey).on('end', onEnd).on('error', onEnd)
  stdout.on('resize', onResize)
  process.on('SIGCONT', onContinue).on('exit', hide)
  for (const signal of ending) process.on(signal, onSignal)
  show()

  return {
    size: () => ({ columns: stdout.columns || 80, rows: stdout.rows || 24 }),
    // Over what was there, so that nothing flickers.
    draw: lines => void stdout.write(`\u001b[H${lines.map(line => `${line}\u001b[K`).join('\r\n')}\u001b[J`),
    onKey: listener => {
      listeners.key = listener
    },
    onResize: listener => {
      listeners.resize = listener
    },
    onEnd: listener => {
      listeners.end = listener
    },
    close,
  }
}
