/**
 * From what an engine knows of a failed evaluation (message, place, trace) to a diagnostic that speaks of the user's
 * own files: places inside the lib and inside terrane's Nix code are of no use to them, and are left out unless asked.
 */
import type { DiagnosticCode } from '../contracts/codes.js'
import type { Diagnostic, Label } from '../contracts/diagnostic.js'
import { cycle } from './error-cycle.js'
import { hintFor } from './error-hint.js'
import {
  declarationLabels,
  definitionLabels,
  distinct,
  enclosingDefinition,
  moduleFile,
} from './error-places.js'
import { type ErrorView, notesOf, type Reader, traceNotes } from './error-view.js'
import { codeOf } from './message-codes.js'
import { missingArgument } from './missing-argument.js'
import { nixpkgsLibFinder } from './nixpkgs-lib.js'
import { cycleOf, optionChain } from './option-chain.js'
import type { EvaluationError } from './trace.js'

/** Makes the diagnostic of a failed evaluation. */
export const evaluationDiagnostic = (error: EvaluationError, view: ErrorView): Diagnostic => {
  const within = error.trace.find(({ message }) => askedContext.test(message))?.message
  return { ...diagnosticOf(error, view), ...(within === undefined ? {} : { within }) }
}

/** The contexts of nix/tests, and of nix/runtime. */
const askedContext =
  /^while (?:running the test|loading the tests|compiling the entry|looking at what nothing reads) \{/

const diagnosticOf = (error: EvaluationError, view: ErrorView): Diagnostic => {
  const argument = missingArgument(error, view)
  if (argument !== undefined) return argument

  const places = [
    ...(error.position === undefined ? [] : [{ position: error.position }]),
    ...error.trace.flatMap(entry =>
      entry.position === undefined ? [] : [{ position: entry.position, text: entry.message }],
    ),
  ]
  const known = view.showTrace ? places : places.filter(({ position }) => !view.isForeign(position.file))
  const isNixpkgs = nixpkgsLibFinder(view.read)
  const own = view.showTrace ? places : known.filter(({ position }) => !isNixpkgs(position.file)).slice(0, 3)
  const chain = optionChain(error.trace)
  const code = codeFor(error)
  if (code === 'nix-infinite-recursion' && chain.length > 0)
    return cycle(error, cycleOf(error.trace), own, view)

  const labels = firstKnown(
    () => declarationLabels(error.message, view),
    () => besideDefinitions(definitionLabels(error.message, view), own, view),
    () => enclosingDefinition(error.trace, view),
    () => moduleFile(error.message, view),
    // Who evaluates nixpkgs' lib itself is shown that.
    () => distinct(known.slice(0, 3)),
  )
  const hint = hintFor(code, error)
  const context = chain
    .map(step => `\`${step.name}'`)
    .toReversed()
    .join(', for ')
  return {
    code,
    severity: 'error',
    message: error.message.trim(),
    labels,
    ...notesOf([
      ...(chain.length > 0 && !code.startsWith('module-') ? [`while evaluating the option ${context}`] : []),
      ...traceNotes(error, view),
    ]),
    ...(hint === undefined ? {} : { hint }),
  }
}

/** The diagnostic of an error that is known by its message alone. */
export const diagnosticOfMessage = (message: string, read: Reader): Diagnostic =>
  evaluationDiagnostic({ message, trace: [] }, { isForeign: () => false, showTrace: false, read })

/** The message knows best what modules are about; the engine, if it says so, what else went wrong. */
const codeFor = (error: EvaluationError): DiagnosticCode => {
  const threw = error.trace.some(entry => entry.message === "while calling the 'throw' builtin")
  const told = codeOf(error.message, threw)
  return told === 'nix-evaluation' || told === 'nix-throw' ? (error.code ?? told) : told
}

/** Where the value was read says more than which functions it went through, once its definitions are known. */
const besideDefinitions = (
  definitions: readonly Label[],
  trace: readonly Label[],
  { showTrace }: ErrorView,
): readonly Label[] => {
  if (definitions.length === 0 || showTrace) return distinct([...definitions, ...trace])
  const [reading] = trace.filter(({ text }) => /^while evaluating the attribute '/.test(text ?? ''))
  return distinct([...definitions, ...(reading === undefined ? [] : [reading])])
}

const firstKnown = (...ways: readonly (() => readonly Label[])[]): readonly Label[] => {
  for (const way of ways) {
    const labels = way()
    if (labels.length > 0) return labels
  }
  return []
}
