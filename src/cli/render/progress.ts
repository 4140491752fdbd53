/**
 * Events, as they come, for people or for programs. Progress goes to standard error, so that standard output has only
 * what the command is about; with `--json` standard output has the events, one a line.
 */
import type { Emit, StackEvent } from '../../contracts/events.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import type { CommonOptions } from '../options.js'
import { printDiagnostic } from '../print-diagnostic.js'
import type { Terminal } from '../terminal.js'
import { paint } from './colour.js'
import { describeEvent } from './event-lines.js'
import { liveLine } from './live-line.js'

export interface Progress {
  readonly emit: Emit
  /** Takes the live line away: before a question, and at the end. */
  readonly pause: () => void
  /** Takes it away while something is printed; it comes back with what is at work. */
  readonly hide: () => void
}

export const showProgress = (terminal: Terminal, common: CommonOptions): Progress => {
  const colour = common.colour && terminal.errColour
  const printed = { format: common.diagnostics, colour }
  if (common.json) {
    const write = jsonLines(terminal)
    return {
      emit: event => {
        if (event.type === 'diagnostic') printDiagnostic(event.diagnostic, terminal, printed)
        else write(event)
      },
      pause: () => {},
      hide: () => {},
    }
  }
  const live = terminal.live ? liveLine(terminal) : undefined
  const describe = describeEvent(paint(colour), { verbose: common.verbose, live: live !== undefined })
  return {
    emit: event => {
      live?.see(event)
      if (event.type === 'diagnostic') {
        live?.hide()
        printDiagnostic(event.diagnostic, terminal, printed)
      }
      const line = describe(event)
      if (line !== undefined) {
        live?.hide()
        terminal.err(`${line}\n`)
      }
      live?.show()
    },
    pause: () => live?.stop(),
    hide: () => live?.hide(),
  }
}

/** Writes events as lines of JSON, with the seconds since now. */
const jsonLines = (terminal: Terminal): ((event: StackEvent) => void) => {
  const at = stopwatch()
  return event => terminal.out(`${JSON.stringify({ at: at(), ...event })}\n`)
}
