/** Infinite recursion through options, told as the chain that they make. */
import type { Diagnostic, Label, Position } from '../contracts/diagnostic.js'
import { definedIn, definitionsIn, distinct } from './error-places.js'
import { type ErrorView, traceNotes } from './error-view.js'
import { type OptionStep, readAt } from './option-chain.js'
import type { EvaluationError } from './trace.js'

/** A cycle through options: each link is where one option's definition reads the next. */
export const cycle = (
  error: EvaluationError,
  chain: readonly OptionStep[],
  own: readonly Label[],
  view: ErrorView,
): Diagnostic => {
  const names = chain.map(step => step.name)
  const files = [...new Set(chain.flatMap(step => step.file ?? []))]
  const links = chain.flatMap((step, index) => {
    // The trace has no file for a definition under a property: one of the others it may be.
    const defined =
      step.file === undefined ? definedIn(files, step.name, view) : definitionsIn(step.file, step.name, view)
    const next = names[index + 1] ?? names[0]!
    const position = readInside(defined[0], readAt(step, next))
    return position === undefined ? [] : [{ position, text: `\`${step.name}' needs \`${next}'` }]
  })
  return {
    code: 'module-cycle',
    severity: 'error',
    message: `infinite recursion encountered: the value of the option \`${names[0]}' depends on itself`,
    labels: distinct([...links, ...(links.length === 0 ? own : [])]),
    notes: [`the chain: ${[...names, names[0]].join(' → ')}`, ...traceNotes(error, view)],
    hint: 'Break the chain: one of these options must get its value without reading the next.',
  }
}

/** Where a definition reads the next option, if that is not the `let` before it that gives a part of `config` a name. */
const readInside = (defined: Position | undefined, read: Position | undefined): Position | undefined => {
  if (defined === undefined || read?.file !== defined.file) return defined
  const isAfter = read.line > defined.line || (read.line === defined.line && read.column > defined.column)
  return isAfter ? read : defined
}
