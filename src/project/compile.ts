/**
 * The compile, from entries to text: evaluate → merge → shape → check → render (make-document.ts), then the files that the
 * text names. The order of the whole is here; each step is another file's business.
 */
import { readFileSync } from 'node:fs'
import type { Diagnostic } from '../contracts/diagnostic.js'
import { failure, TerraneError } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import type { DefinitionsDocument, DescribedStack } from '../modules/definitions.js'

import type { Json } from '../nix/evaluate.js'
import type { DeployManifest } from '../nixos/manifest.js'
import type { TerraformDocument } from '../terraform/document/shape.js'

import { ask } from './ask.js'
import type { CompileOptions } from './compile-options.js'

import type { FoundProblem, Origin } from './document-check.js'
import { chooseEngine } from './engine.js'
import { asError, checkShaped, makeDocument, nonEmpty } from './make-document.js'
import { derivationsOf } from './realise.js'
import { realiseAll } from './realise-all.js'

import { runtimeRequest } from './request.js'
import { carefulEngine, refuseOwnFiles } from './source-check.js'
import { copySources } from './source-files.js'
import { askWithUnread } from './unread.js'

export interface Compiled {
  /** The text of config.tf.json, ending in a newline. */
  readonly text: string
  readonly warnings: readonly Diagnostic[]
  /** Store paths that the document names and that must be realised before Terraform reads it. */
  readonly storePaths: readonly string[]
  /** The project's NixOS hosts. Absent where it has none. */
  readonly manifest?: DeployManifest
  /** The program that the project is meant for (`terrane.dialect`). */
  readonly dialect?: 'tofu' | 'terraform'
  /** Where the document's values come from. Absent where nobody knows. */
  readonly definitions?: DefinitionsDocument
  /** The project consists of these; there is no document. Only where the options allow it. */
  readonly stacks?: readonly DescribedStack[]
  /** Of a stack: its document, in which what it reads of others is not filled in yet. */
  readonly document?: TerraformDocument
  /** Tells problems of the document at the lines of Nix. */
  readonly diagnose?: (problems: readonly FoundProblem[]) => Promise<readonly Diagnostic[]>
}

/**
 * Compiles a project. Writes nothing but copied source files and roots of built store paths. Throws a TerraneError with
 * all problems that were found.
 */
export type Compile = (options: CompileOptions, emit: Emit) => Promise<Compiled>

export const compile: Compile = async (options, emit) => {
  const messages: string[] = []
  const notices = new Set<string>()
  const chosen = await chooseEngine(options.engine, {
    onMessage: message => messages.push(message),
    onNotice: notice => notices.add(notice),
  })
  const engine = carefulEngine(chosen, options, () => messages.splice(0))
  const asked = askWithUnread(engine, options, () => messages.splice(0))
  if (engine.name === 'nix')
    await alongside(asked, Promise.all([refuseNullBytesOf(options), import('./document-check.js')]))
  const answer = await asked
  if (isDerivation(answer)) return fromDerivation(answer.derivation, options, emit)

  const definitions = answer as unknown as DefinitionsDocument
  if (definitions.stacks) {
    const { projectOfStacks } = await import('./stacks/project-of-stacks.js')
    return await projectOfStacks(definitions, definitions.stacks, options, engine)
  }
  const { document, shaped, found, text, manifest } = await makeDocument(definitions, options, engine)
  const own = [...[...definitions.warnings, ...messages].map(warningOf), ...found]
  if (options.strict && own.length > 0) throw new TerraneError(nonEmpty(own.map(asError)))
  // Not the configuration's fault: no error, however strict.
  const warnings = [...own, ...[...notices].map(noticeOf)]

  const origin = { definitions, engine }
  await refuseOwnFiles(shaped, document.context, options, origin)
  if (engine !== chosen && Object.keys(document.context).length > 0) {
    // Nothing of it is secret: now Nix may copy it.
    await ask(chosen, options, runtimeRequest(options, 'definitions'))
    await refuseOwnFiles(shaped, document.context, options, origin)
  }
  copySources(document.context, options.workFolder, engine.source)
  const derivations = derivationsOf(document.context)
  if (engine.name === 'embedded') refuseDerivations(derivations)
  const storePaths = await realiseAll(derivations, options, emit, origin)
  const { dialect } = definitions.settings
  return {
    text,
    warnings,
    storePaths,
    definitions,
    ...(manifest === undefined ? {} : { manifest }),
    ...(dialect === null ? {} : { dialect }),
    ...(options.stack === undefined ? {} : { document: shaped, diagnose: diagnoseWith(options, origin) }),
  }
}

const diagnoseWith =
  (options: CompileOptions, origin: Origin): NonNullable<Compiled['diagnose']> =>
  async problems => {
    const { diagnosticsOf } = await import('./document-check.js')
    return await diagnosticsOf(problems, options, origin)
  }

/** Waits for what is done while Nix is at work; what goes wrong there comes first. */
const alongside = async (answer: Promise<unknown>, check: Promise<unknown>): Promise<void> => {
  await Promise.allSettled([answer, check])
  await check
}

const refuseNullBytesOf = async ({ entries }: CompileOptions): Promise<void> => {
  const { refuseNullBytes } = await import('../nix/nix-command/null-bytes.js')
  await refuseNullBytes(entries.flatMap(entry => (entry.kind === 'file' ? [{ name: entry.path }] : [])))
}

/** The embedded engine computes what Nix would call a derivation's output, and can't make it. */
const refuseDerivations = (derivations: readonly string[]) => {
  if (derivations.length === 0) return
  throw failure('nix-unsupported', 'the document names derivations, which must be built', {
    notes: derivations.map(derivation => derivation.split('!', 1)[0]!),
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
  const found = await checkShaped(parseDocument(built, output), options)
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
