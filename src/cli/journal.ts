/**
 * Lines for the journal of systemd. What it captures of a service's standard error has a priority where a line begins with
 * one, `<3>` (sd-daemon(3)); JOURNAL_STREAM says which stream it captures (systemd.exec, "Environment Variables").
 */
import { fstatSync } from 'node:fs'
import type { Terminal } from './terminal.js'

const [error, warning, information] = [3, 4, 6]

/** Whether the journal captures standard error. */
export const goesToJournal = (env: Readonly<Record<string, string | undefined>> = process.env): boolean => {
  try {
    const { dev, ino } = fstatSync(2)
    return env.JOURNAL_STREAM === `${dev}:${ino}`
  } catch {
    return false
  }
}

/** The terminal with a priority before each line of standard error. */
export const journalTerminal = (terminal: Terminal): Terminal => ({
  ...terminal,
  errColour: false,
  live: false,
  err: text => terminal.err(withPriority(text)),
})

/** All lines of a message have its priority: what is written at once belongs together. */
const withPriority = (text: string): string => {
  const priority = /^(error\[|terrane has failed)/.test(text)
    ? error
    : text.startsWith('warning[')
      ? warning
      : information
  return text.replace(/^(?=.)/gm, `<${priority}>`)
}
