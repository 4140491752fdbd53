/**
 * From what an engine knows of a failed evaluation (message, place, trace) to a diagnostic that speaks of the user's
 * own files: places inside the lib and inside terrane's Nix code are of no use to them, and are left out unless asked.
 */
import type { DiagnosticCode } from '../contracts/codes.js'
import type { Diagnostic, Label, Position } from '../contracts/diagnostic.js'
import { locateDefinitions, locateExactly, locateFormal } from './locate.js'
import { codeOf } from './message-codes.js'
import { nixpkgsLibFinder } from './nixpkgs-lib.js'
import { cycleOf, type OptionStep, optionChain, pathComponents, readAt } from './option-chain.js'
import type { EvaluationError, TraceEntry } from './trace.js'

/** The text of a file, or undefined where it can't be read. */
export type Reader = (path: string) => string | undefined

export interface ErrorView {
  /** Whether a file's code is not the user's. */
  readonly isForeign: (file: string) => boolean
  readonly showTrace: boolean
  readonly read: Reader
}

/** Makes the diagnostic of a failed evaluation. */
export const evaluationDiagnostic = (error: EvaluationError, view: ErrorView): Diagnostic => {
  const within = error.trace.find(({ message }) => askedContext.test(message))?.message
  return { ...diagnosticOf(error, view), ...(within === undefined ? {} : { within }) }
}

/** The contexts of nix/tests, and of nix/runtime.nix. */
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

/** The innermost definition of the document that was being evaluated, as nix/definitions tells. */
const enclosingDefinition = (trace: readonly TraceEntry[], view: ErrorView): readonly Label[] => {
  for (const { message } of trace) {
    const [, path, file] = /^while evaluating the definition of `(.*)' in `(.*)':?$/.exec(message) ?? []
    if (path === undefined || (view.isForeign(file!) && !view.showTrace)) continue
    const position = definitionIn(file!, path, view)
    if (position !== undefined) return [{ position, text: 'while evaluating this definition' }]
  }
  return []
}

const moduleFile = (message: string, view: ErrorView): readonly Label[] => {
  const [, file] = /^module \S+ \((\/[^)]*)\) does not look like a module/.exec(message) ?? []
  return file === undefined || view.read(file) === undefined
    ? []
    : [{ position: { file, line: 1, column: 1 } }]
}

/** A cycle through options: each link is where one option's definition reads the next. */
const cycle = (
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

/** The files are those of two declarations: of one option, or of one and another inside of it. */
const declarationLabels = (message: string, view: ErrorView): readonly Label[] => {
  const declared = /^The option `(.*?)' in `(.*?)' is already declared in (.*)\.$/.exec(message.trim())
  const parent = /^The option `(.*?)' in module `(.*?)' would be a parent of the following options/.exec(
    message,
  )
  if (declared !== null) {
    const [, option, here, others] = declared
    const files = [here!, ...[...others!.matchAll(/`(.*?)'/g)].map(([, file]) => file!)]
    return [...new Set(files)].flatMap(file => declarationsIn(file, option!, view))
  }
  if (parent === null) return []
  const inside = [...message.matchAll(/option\(s\) with prefix `(.*?)' in module `(.*?)'/g)]
  return [parent, ...inside].flatMap(([, option, file]) => declarationsIn(file!, option!, view))
}

const declarationsIn = (file: string, option: string, view: ErrorView): readonly Label[] => {
  const text = file.startsWith('/') ? view.read(file) : undefined
  const found = text === undefined ? [] : locateExactly(text, ['options', ...pathComponents(option)], file)
  return found.map(position => ({ position, text: 'declared here' }))
}

/** The module system names files only: ``- In `FILE': value`` for an option that the message names first. */
const definitionLabels = (message: string, view: ErrorView): readonly Label[] => {
  const [, option] =
    /^(?:The (?:unique )?option|A definition for option) `(.*?)['`] /.exec(message) ??
    /^The option `(.*?)' is read-only/.exec(message) ??
    []
  if (option === undefined) return []
  const found = [...message.matchAll(/^- In `(.*?)'(?::(?: (.*))?)?$/gm)]
  const files = found.map(([, file]) => file!)
  return files.flatMap((file, index) => {
    const positions = definitionsIn(file, option, view)
    // As many places as definitions: they are in the same order. Else the first has to do.
    const together = files.filter(other => other === file).length === positions.length
    const earlier = files.slice(0, index).filter(other => other === file).length
    const position = positions[together ? earlier : 0]
    const text = found[index]![2]
    return position === undefined ? [] : [{ position, ...(text === undefined ? {} : { text }) }]
  })
}

/** Where a definition reads the next option, if that is not the `let` before it that gives a part of `config` a name. */
const readInside = (defined: Position | undefined, read: Position | undefined): Position | undefined => {
  if (defined === undefined || read?.file !== defined.file) return defined
  const isAfter = read.line > defined.line || (read.line === defined.line && read.column > defined.column)
  return isAfter ? read : defined
}

/** The places in several files that define just this option. */
const definedIn = (files: readonly string[], option: string, view: ErrorView): readonly Position[] =>
  files.flatMap(file => {
    const text = view.read(file)
    return text === undefined ? [] : locateExactly(text, pathComponents(option), file)
  })

/** A module that is an option's value, such as a host's configuration, has that option's path before its own. */
const definitionsIn = (told: string, option: string, view: ErrorView): readonly Position[] => {
  const [, file = told, holder = ''] = /^(.*?), via option (.*)$/.exec(told) ?? []
  const text = file.startsWith('/') ? view.read(file) : undefined
  const path = [...pathComponents(holder), ...pathComponents(option)]
  return text === undefined ? [] : locateDefinitions(text, path, file)
}

const definitionIn = (file: string, option: string, view: ErrorView): Position | undefined =>
  definitionsIn(file, option, view)[0]

const notesOf = (notes: readonly string[]) => (notes.length === 0 ? {} : { notes })

const traceNotes = (error: EvaluationError, view: ErrorView): readonly string[] =>
  view.showTrace
    ? error.trace.map(entry => {
        const at = entry.position
        return at === undefined
          ? `… ${entry.message}`
          : `… ${entry.message} (${at.file}:${at.line}:${at.column})`
      })
    : []

/** What the module system gives to the functions of modules: which comes first is up to the engine. */
const ofModules =
  /unexpected argument '(_class|_prefix|config|extendModules|lib|moduleType|options|pkgs|specialArgs)'/

const hintFor = (code: string, error: EvaluationError): string | undefined => {
  if (error.hint !== undefined) return error.hint
  if (error.suggestions !== undefined && error.suggestions.length > 0)
    return `did you mean ${error.suggestions.map(name => `'${name}'`).join(', ')}?`
  if (code === 'nix-unexpected-argument' && ofModules.test(error.message))
    return 'A module is given more than it asks for: put `...` among the arguments of its function.'
  const [, unset] = /has an argument without a value \('(.*)'\)/.exec(error.message) ?? []
  if (unset !== undefined) return `Give it with --arg ${unset} EXPR or --argstr ${unset} VALUE.`
  if (code === 'module-no-value') return 'Define it in one of the modules, or give the option a default.'
  if (code === 'nix-syntax' && error.message.includes("expecting ';'"))
    return "Is there a ';' missing before it?"
  if (code === 'nix-search-path') return 'Add it with -I name=PATH or to NIX_PATH.'
  return undefined
}

/**
 * A module function asks for an argument that nobody gives. nixpkgs says `attribute 'x' missing` at a place in its own
 * lib/modules.nix; what the user needs is the name in their own function.
 */
const missingArgument = (error: EvaluationError, view: ErrorView): Diagnostic | undefined => {
  if (!/^attribute '.*' missing/.test(error.message)) return undefined
  const entry = error.trace.find(one => /^while evaluating the module argument/.test(one.message))
  const [, name, file] =
    /^while evaluating the module argument `(.*)' in "(.*)":$/.exec(entry?.message ?? '') ?? []
  // The argument may exist and its value fail on a missing attribute: then the missing name is another.
  if (name === undefined || file === undefined || !error.message.startsWith(`attribute '${name}' missing`))
    return undefined
  const text = view.read(file)
  const position = text === undefined ? undefined : locateFormal(text, name, file)
  return {
    code: 'nix-missing-argument',
    severity: 'error',
    message: `the module function asks for an argument '${name}', which nobody gives`,
    labels: position === undefined ? [] : [{ position }],
    ...notesOf([...(position === undefined ? [`in ${file}`] : []), ...traceNotes(error, view)]),
    hint: `Give it with --arg ${name} EXPR or --argstr ${name} VALUE, define \`_module.args.${name}\`, or give it a default with \`${name} ? …\` and \`...\`.`,
  }
}

const distinct = (labels: readonly Label[]): readonly Label[] =>
  labels.filter(
    (label, index) =>
      labels.findIndex(
        other =>
          other.position.file === label.position.file &&
          other.position.line === label.position.line &&
          other.position.column === label.position.column,
      ) === index,
  )
