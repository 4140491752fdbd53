import { fromBytes } from '../../syntax/bytes.js'
import { record } from '../attrs.js'
import { calls } from '../call.js'
import { coerce, coerceToString } from '../coerce.js'
import { expectString } from '../expect.js'
import { evaluationError, NixError, withFrame } from '../failure.js'
import { force } from '../force.js'
import { deepForce, printForError } from '../print.js'
import type { Session } from '../session.js'
import { ContextSet, textOf } from '../strings.js'
import { ContextString, type Slot, type Value } from '../values.js'
import type { BuiltinTable } from './table.js'

/** Only `throw` and failed assertions are caught; anything else is an error of the program, unless all are asked for. */
const tryEval = (session: Session, slot: Slot): Value => {
  const { depth } = calls
  try {
    force(slot)
    return record({ success: true, value: slot })
  } catch (error) {
    if (!(error instanceof NixError && (error.catchable || session.settings.catchAll))) throw error
    calls.depth = depth
    return record({ success: false, value: false })
  }
}

const message = (session: Session, slot: Slot): string =>
  fromBytes(coerce(session, slot, new ContextSet(), { copy: true }))

const shown = (slot: Slot): string => {
  const value = force(slot)
  return typeof value === 'string' || value instanceof ContextString
    ? fromBytes(textOf(value))
    : printForError(value)
}

/** Nix' setting abort-on-warn, by the variable that it is read from (libexpr/eval-settings.cc). */
const warningsAbort = (variable: string | undefined): boolean =>
  variable === '1' || variable === 'yes' || variable === 'true'

export const controlBuiltins = (session: Session): BuiltinTable => ({
  throw: [
    1,
    text => {
      throw new NixError('nix-throw', message(session, text), null, true)
    },
  ],
  abort: [
    1,
    text => {
      throw new NixError(
        'nix-throw',
        `evaluation aborted with the following error message: '${message(session, text)}'`,
      )
    },
  ],
  tryEval: [1, value => tryEval(session, value)],
  seq: [
    2,
    (first, second) => {
      force(first)
      return force(second)
    },
  ],
  deepSeq: [
    2,
    (first, second) => {
      deepForce(force(first))
      return force(second)
    },
  ],
  trace: [
    2,
    (text, value) => {
      session.settings.print(`trace: ${shown(text)}`)
      return force(value)
    },
  ],
  traceVerbose: [2, (_, value) => force(value)],
  warn: [
    2,
    (text, value) => {
      session.settings.print(`evaluation warning: ${fromBytes(textOf(expectString(text)))}`)
      if (warningsAbort(session.settings.env.NIX_ABORT_ON_WARN))
        throw evaluationError('aborting to reveal stack trace of warning, as abort-on-warn is set')
      return force(value)
    },
  ],
  break: [1, value => force(value)],
  addErrorContext: [
    2,
    (text, value) => {
      const { depth } = calls
      try {
        return force(value)
      } catch (error) {
        // Else an overflow of the calls would end the text's evaluation as well.
        calls.depth = depth
        throw withFrame(error, fromBytes(textOf(coerceToString(session, text))), null)
      }
    },
  ],
})
