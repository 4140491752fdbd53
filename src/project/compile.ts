/**
 * The compile, from entries to text: evaluate → merge → shape → render. The order of the whole is here; each step is
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
import { shapeDocument } from '../terraform/document/shape.js'
import { ask } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import { chooseEngine } from './engine.js'
import { derivationsOf, realise } from './realise.js'
import { runtimeRequest } from './request.js'
import { copySources, withRelativeSources } from './source-files.js'

export interface Compiled {
  /** The text of config.tf.json, ending in a newline. */
  readonly text: string
  readonly warnings: readonly Diagnostic[]
  /** Store paths that the document names and that must be realised before Terraform reads it. */
  readonly storePaths: readonly string[]
  /** The program that the project is meant for (`terrane.dialect`). */
  readonly dialect?: 'tofu' | 'terraform'
}

/**
 * Compiles a project. Writes nothing but copied source files and roots of built store paths. Throws a TerraneError with
 * all problems that were found.
 */
export type Compile = (options: CompileOptions, emit: Emit) => Promise<Compiled>

export const compile: Compile = async (options, emit) => {
  const messages: string[] = []
  const engine = await chooseEngine(options.engine, { onMessage: message => messages.push(message) })
  const answer = await ask(engine, options, runtimeRequest(options, 'definitions'))
  if (isDerivation(answer)) return fromDerivation(answer.derivation, options, emit)

  const definitions = answer as unknown as DefinitionsDocument
  refuseFailedAssertions(definitions)
  const { document, problems } = mergeDocument(definitions, { rewrite: withRelativeSources })
  if (problems.length > 0) {
    const { explainProblems } = await import('./explain.js')
    throw new TerraneError(nonEmpty(await explainProblems(problems, engine, options)))
  }

  const warnings = [...definitions.warnings, ...messages].map(warningOf)
  if (options.strict && warnings.length > 0)
    throw new TerraneError(nonEmpty(warnings.map(warning => ({ ...warning, severity: 'error' as const }))))

  copySources(document.context, options.workFolder, engine.source)
  const derivations = derivationsOf(document.context)
  if (engine.name === 'embedded') refuseDerivations(derivations)
  const storePaths = await realiseAll(derivations, options, emit)
  const text = renderDocument(shapeDocument(document.options, { withNulls: options.withNulls }))
  const { dialect } = definitions.settings
  return { text, warnings, storePaths, ...(dialect === null ? {} : { dialect }) }
}

const refuseFailedAssertions = ({ assertions }: DefinitionsDocument) => {
  if (assertions.length === 0) return
  throw new TerraneError(
    nonEmpty(
      assertions.map(({ message, position }) => ({
        code: 'module-assertion' as const,
        severity: 'error' as const,
        message: `Failed assertion: ${message}`,
        labels: position === null ? [] : [{ position }],
      })),
    ),
  )
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

const realiseAll = async (derivations: readonly string[], options: CompileOptions, emit: Emit) => {
  if (derivations.length === 0) return []
  const { run } = await import('../process/run.js')
  const { workFolder, signal } = options
  return realise(derivations, { workFolder, run, emit, ...(signal === undefined ? {} : { signal }) })
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
  try {
    JSON.parse(built)
  } catch (cause) {
    throw failure('document-invalid', `${output} is not JSON`, {
      cause,
      hint: "Name an output that is a config.tf.json, such as one of terranix' lib.terranixConfiguration.",
    })
  }
  const warning = `the output is a derivation: its document is taken as it was built (${output}), without the Nix positions of its values`
  return { text: `${built.trimEnd()}\n`, warnings: [warningOf(warning)], storePaths }
}

const nonEmpty = (diagnostics: readonly Diagnostic[]): readonly [Diagnostic, ...Diagnostic[]] =>
  diagnostics as readonly [Diagnostic, ...Diagnostic[]]
