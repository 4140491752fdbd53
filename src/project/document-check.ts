/** From what the checks of the document find to diagnostics at the lines of Nix that it comes from. */
import { basename, dirname } from 'node:path'
import type { DiagnosticCode } from '../contracts/codes.js'
import type { Diagnostic } from '../contracts/diagnostic.js'
import type { DefinitionsDocument } from '../modules/definitions.js'
import type { MergedValue, ProvenanceDefinition } from '../modules/document.js'
import { provenanceOf } from '../modules/provenance.js'
import { showValue } from '../modules/show-value.js'
import { hostOptionOf } from '../nixos/host-option.js'
import { checkDocument } from '../terraform/document/check.js'
import { type DocumentProblem, type Surroundings, showPath } from '../terraform/document/problem.js'
import type { TerraformDocument } from '../terraform/document/shape.js'
import { checkAgainstSchemas } from '../terraform/schema/check.js'
import type { KnownSchemas } from '../terraform/schema/known.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import { declaredBeside } from './neighbours.js'
import type { DefinitionProblem } from './problems.js'
import type { Examination } from './request.js'
import { projectSchemas } from './schemas/project-schemas.js'
import { documentPath } from './work-folder.js'

/** Where the values of a document come from, where that is known. */
export interface Origin {
  readonly definitions: DefinitionsDocument
  readonly engine: Engine
  /** Of a project of which something was left out. */
  readonly examine?: Examination
}

/** Checks a document: errors and warnings, errors first. Asks Nix for positions only where there is something to say. */
export const documentDiagnostics = async (
  document: TerraformDocument,
  options: CompileOptions,
  origin?: Origin,
): Promise<readonly Diagnostic[]> => {
  const problems = [
    ...checkDocument(document, surroundings(options, origin?.definitions)),
    ...(options.schema === false ? [] : checkAgainstSchemas(document, schemasOf(options))),
  ]
  return await diagnosticsOf(problems, options, origin)
}

/** The schemas that the providers of a project are checked by. */
export const schemasOf = ({ entries, workFolder }: CompileOptions): KnownSchemas =>
  projectSchemas({ entries, workFolder, env: process.env })

/** A problem of a document, whoever found it. */
export interface FoundProblem extends Omit<DocumentProblem, 'code'> {
  readonly code: DiagnosticCode
}

/** The diagnostics of problems, at the definitions that the values at their paths come from. */
export const diagnosticsOf = async (
  problems: readonly FoundProblem[],
  options: CompileOptions,
  origin?: Origin,
): Promise<readonly Diagnostic[]> => {
  if (problems.length === 0) return []
  const errorsFirst = firstOf(problems.toSorted((a, b) => rank(a) - rank(b)))
  if (origin === undefined) return errorsFirst.map(problem => ({ ...withoutPath(problem), labels: [] }))
  const { explainProblems } = await import('./explain.js')
  const hosts = Object.keys(origin.definitions.hosts ?? {})
  const located = errorsFirst.map(
    problem => atHost(problem, hosts) ?? atDefinitions(problem, origin.definitions),
  )
  return await explainProblems(located, origin.engine, options, origin.examine)
}

/** Nobody reads more, and each is looked up in Nix. */
const shownAtMost = 100

const firstOf = (problems: readonly FoundProblem[]): readonly FoundProblem[] => {
  const shown = problems.slice(0, shownAtMost)
  if (problems.length === shown.length) return shown
  const more = `${problems.length - shown.length} more problems of the document are not shown`
  return [...shown.slice(0, -1), { ...shown.at(-1)!, notes: [...(shown.at(-1)!.notes ?? []), more] }]
}

const rank = ({ severity }: FoundProblem): number => (severity === 'error' ? 0 : 1)

const surroundings = (
  { workFolder, documentFile = documentPath(workFolder) }: CompileOptions,
  definitions: DefinitionsDocument | undefined,
): Surroundings => {
  const dialect = definitions?.settings.dialect ?? undefined
  return {
    ...(dialect === undefined ? {} : { dialect }),
    ...(documentFile === null
      ? {}
      : { declaredElsewhere: declaredBeside(dirname(documentFile), basename(documentFile)) }),
  }
}

const withoutPath = ({ path, ...problem }: FoundProblem) => ({
  ...problem,
  message: `${showPath(path)}: ${problem.message}`,
})

/** What is in the document because of a host is told of the host. */
const atHost = (problem: FoundProblem, hosts: readonly string[]): DefinitionProblem | undefined => {
  const option = hostOptionOf(problem.path, hosts)
  if (option === undefined) return undefined
  const path = option as readonly [string, ...string[]]
  return { ...withoutPath({ ...problem, path }), path, definitions: [{ file: '', value: '' }] }
}

const atDefinitions = (problem: FoundProblem, definitions: DefinitionsDocument): DefinitionProblem => {
  const [option, ...steps] = problem.path
  const origin = provenanceOf(definitions, [String(option), ...steps])
  return {
    ...withoutPath(problem),
    path: origin?.path ?? [String(option)],
    definitions: (origin?.definitions ?? []).map(shown),
  }
}

/** What is not used is not the cause. */
const shown = ({ file, status, value }: ProvenanceDefinition) =>
  status === 'used' ? { file, value: value === undefined ? '' : showMerged(value) } : undefined

const showMerged = (value: MergedValue): string =>
  typeof value === 'bigint' ? String(value) : showValue(value as Parameters<typeof showValue>[0])
