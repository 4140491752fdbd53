/**
 * The compile, from entries to text: evaluate → merge → shape → check → render. The order of the whole is here; each step is
 * another file's business.
 */
import { readFileSync } from 'node:fs'
import type { Diagnostic } from '../contracts/diagnostic.js'
import { failure, TerraneError } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import type { DefinitionsDocument } from '../modules/definitions.js'
import { mergeDocument } from '../modules/merge.js'
import type { Json } from '../nix/evaluate.js'
import { renderDocument } from '../terraform/document/render.js'
import { shapeDocument, type TerraformDocument } from '../terraform/document/shape.js'
import { ask } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import { withinStack } from './deep-values.js'
import type { Origin } from './document-check.js'
import { chooseEngine } from './engine.js'
import { derivationsOf, realise } from './realise.js'
import { runtimeRequest } from './request.js'
import { carefulEngine, refuseOwnFiles } from './source-check.js'
import { copySources, withRelativeSources } from './source-files.js'

export interface Compiled {
  /** The text of config.tf.json, ending in a newline. */
  readonly text: string
  readonly warnings: readonly Diagnostic[]
  /** Store paths that the document names and that must be realised before Terraform reads it. */
  readonly storePaths: readonly string[]
  /** The program that the project is meant for (`terrane.dialect`). */
  readonly dialect?: 'tofu' | 'terraform'
  /** Where the document's values come from. Absent where nobody knows. */
  readonly definitions?: DefinitionsDocument
}

/**
 * Compiles a project. Writes nothing but copied source files and roots of built store paths. Throws a TerraneError with
 * all problems that were found.
 */
export type Compile = (options: CompileOptions, emit: Emit) => Promise<Compiled>

export const compile: Compile = async (options, emit) => {
  const messages: string[] = []
  const notices: string[] = []
  const chosen = await chooseEngine(options.engine, {
    onMessage: message => messages.push(message),
    onNotice: notice => notices.push(notice),
  })
  const engine = carefulEngine(chosen, options, () => messages.splice(0))
  const request = runtimeRequest(options, 'definitions')
  const asked = ask(engine, options, request)
  if (engine.name === 'nix') await alongside(asked, refuseNullBytesOf(options))
  const answer = await asked
  if (isDerivation(answer)) return fromDerivation(answer.derivation, options, emit)

  const definitions = answer as unknown as DefinitionsDocument
  await refuseFailedAssertions(definitions, options)
  if (options.strict) await ask(engine, options, runtimeRequest(options, 'unread'))
  const origin = { definitions, engine }
  const { document, shaped, found, text } = await withinStack(options, origin, async () => {
    const { document, problems } = mergeDocument(definitions, { rewrite: withRelativeSources })
    if (problems.length > 0) {
      const { explainProblems } = await import('./explain.js')
      throw new TerraneError(nonEmpty(await explainProblems(problems, engine, options)))
    }
    const withNulls = options.withNulls || definitions.settings.withNulls === true
    const shaped = shapeDocument(document.options, { withNulls })
    const found = await check(shaped, options, origin)
    return { document, shaped, found, text: renderDocument(shaped) }
  })
  const own = [...[...definitions.warnings, ...messages].map(warningOf), ...found]
  if (options.strict && own.length > 0) throw new TerraneError(nonEmpty(own.map(asError)))
  // Not the configuration's fault: no error, however strict.
  const warnings = [...own, ...notices.map(noticeOf)]

  await refuseOwnFiles(shaped, document.context, options, origin)
  if (engine !== chosen && Object.keys(document.context).length > 0) {
    // Nothing of it is secret: now Nix may copy it.
    await ask(chosen, options, request)
    await refuseOwnFiles(shaped, document.context, options, origin)
  }
  copySources(document.context, options.workFolder, engine.source)
  const derivations = derivationsOf(document.context)
  if (engine.name === 'embedded') refuseDerivations(derivations)
  const storePaths = await realiseAll(derivations, options, emit)
  const { dialect } = definitions.settings
  return { text, warnings, storePaths, definitions, ...(dialect === null ? {} : { dialect }) }
}

/** Waits for what is done while Nix is at work; what goes wrong there comes first. */
const alongside = async (answer: Promise<unknown>, check: Promise<void>): Promise<void> => {
  await Promise.allSettled([answer, check])
  await check
}

const refuseNullBytesOf = async ({ entries }: CompileOptions): Promise<void> => {
  const { refuseNullBytes } = await import('../nix/nix-command/null-bytes.js')
  await refuseNullBytes(entries.flatMap(entry => (entry.kind === 'file' ? [{ name: entry.path }] : [])))
}

const refuseFailedAssertions = async ({ assertions }: DefinitionsDocument, options: CompileOptions) => {
  if (assertions.length === 0) return
  const { assertionDiagnostics } = await import('./failed-assertions.js')
  throw new TerraneError(nonEmpty(assertionDiagnostics(assertions, options)))
}

/** The embedded engine computes what Nix would call a derivation's output, and can't make it. */
const refuseDerivations = (derivations: readonly string[]) => {
  if (derivations.length === 0) return
  throw failure('nix-unsupported', 'the document names derivations, which must be built', {
    notes: derivations,
    hint: 'Compile with a real Nix, which can build them: --engine nix',
  })
}

const warningOf = (message: string): Diagnostic => ({
  code: 'module-warning',
  severity: 'warning',
  message,
  labels: [],
})

const noticeOf = (message: string): Diagnostic => ({ ...warningOf(message), code: 'nix-warning' })

const asError = (diagnostic: Diagnostic): Diagnostic => ({ ...diagnostic, severity: 'error' })

/** What the checks warn of; throws all that they found where there is an error, or a warning that counts as one. */
const check = async (
  document: TerraformDocument,
  options: CompileOptions,
  origin?: Origin,
): Promise<readonly Diagnostic[]> => {
  if (options.check === false) return []
  const { documentDiagnostics } = await import('./document-check.js')
  const found = await documentDiagnostics(document, options, origin)
  const judged = options.strict ? found.map(asError) : found
  if (judged.some(({ severity }) => severity === 'error')) throw new TerraneError(nonEmpty(judged))
  return judged
}

const realiseAll = async (derivations: readonly string[], options: CompileOptions, emit: Emit) => {
  if (derivations.length === 0) return []
  const { run } = await import('../process/run.js')
  const { workFolder, documentFile, signal } = options
  return realise(derivations, {
    run,
    emit,
    ...(documentFile === undefined ? { workFolder } : {}),
    ...(signal === undefined ? {} : { signal }),
  })
}

interface DerivationAnswer {
  /** Not `drvPath` and `outPath`: Nix prints a set with an `outPath` as that string. */
  readonly derivation: { readonly path: string; readonly output: string }
}

const isDerivation = (answer: Json): answer is Json & DerivationAnswer =>
  answer !== null && typeof answer === 'object' && 'derivation' in answer

/** A terranix output: the document is what the derivation builds. Nothing is known of where its values come from. */
const fromDerivation = async (
  { path, output }: DerivationAnswer['derivation'],
  options: CompileOptions,
  emit: Emit,
): Promise<Compiled> => {
  const storePaths = await realiseAll([path], options, emit)
  const built = readFileSync(output, 'utf8')
  const found = await check(parseDocument(built, output), options)
  const warning = warningOf(
    `the output is a derivation: its document is taken as it was built (${output}), without the Nix positions of its values`,
  )
  if (options.strict) throw new TerraneError(nonEmpty([asError(warning), ...found]))
  return { text: `${built.trimEnd()}\n`, warnings: [warning, ...found], storePaths }
}

const parseDocument = (text: string, path: string): TerraformDocument => {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw failure('document-invalid', `${path} is not JSON`, {
      cause,
      hint: "Name an output that is a config.tf.json, such as one of terranix' lib.terranixConfiguration.",
    })
  }
}

const nonEmpty = (diagnostics: readonly Diagnostic[]): readonly [Diagnostic, ...Diagnostic[]] =>
  diagnostics as readonly [Diagnostic, ...Diagnostic[]]
