/**
 * What is wrong with the part of a document of which there is something to say, as after a successful compile: definitions
 * that do not go together, and what the checks are certain of whatever the rest turns out to be.
 */
import { type Diagnostic, TerraneError } from '../contracts/diagnostic.js'
import type { DefinitionsDocument, FailedAssertion } from '../modules/definitions.js'
import type { DefinitionPath } from '../modules/document.js'
import { type Merged, mergeDocument } from '../modules/merge.js'
import type { Json } from '../nix/evaluate.js'
import { checkPart } from '../terraform/document/check.js'
import type { DocumentPath } from '../terraform/document/problem.js'
import { shapeDocument } from '../terraform/document/shape.js'
import { checkPartAgainstSchemas } from '../terraform/schema/check.js'
import type { CompileOptions } from './compile-options.js'
import { diagnosticsOf, type Origin, schemasOf } from './document-check.js'
import type { Engine } from './engine.js'
import { explainProblems } from './explain.js'
import { documentPathsOf } from './failed-assertions.js'
import type { Examined } from './look-over.js'
import { type Examination, runtimeRequest } from './request.js'

/** What is not in a part of a document, or need not be told again. */
export interface Unsaid {
  /** Paths of values that are not there. */
  readonly without: readonly DocumentPath[]
  /** Paths at which something is told that the schemas of the providers would say as well. */
  readonly told?: readonly DocumentPath[]
  /** Whether assertions have failed: what they guard may be missing anywhere. */
  readonly guarded?: boolean
}

/** The errors of `rest`, the part that is left of a document. */
export const errorsOfRest = async (
  rest: DefinitionsDocument,
  examination: Examination,
  { engine, options }: Pick<Examined, 'engine' | 'options'>,
  unsaid: Unsaid,
): Promise<readonly Diagnostic[]> =>
  await errorsOfPart(mergeDocument(rest), unsaid, options, {
    definitions: rest,
    engine,
    examine: examination,
  })

/** The errors beside failed assertions, which say nothing of the rest; none where the rest does not evaluate. */
export const errorsBesideAssertions = async (
  failed: readonly FailedAssertion[],
  engine: Engine,
  options: CompileOptions,
): Promise<readonly Diagnostic[]> => {
  const examine: Examination = { skipped: [], without: [] }
  try {
    const rest: Json = await engine.evaluate(runtimeRequest(options, 'remaining', { examine }))
    const unsaid = { without: documentPathsOf(failed), guarded: true }
    return await errorsOfRest(rest as unknown as DefinitionsDocument, examine, { engine, options }, unsaid)
  } catch (error) {
    // A document that is too deep for us is told of once it is the only thing that is wrong.
    if (error instanceof TerraneError || error instanceof RangeError) return []
    throw error
  }
}

/** Definitions that do not go together, and what is certainly wrong beside them. */
export const errorsOfPart = async (
  { document, problems }: Merged,
  { without, told = [], guarded = false }: Unsaid,
  options: CompileOptions,
  origin: Origin,
): Promise<readonly Diagnostic[]> => {
  const conflicts =
    problems.length === 0 ? [] : await explainProblems(problems, origin.engine, options, origin.examine)
  if (options.check === false) return conflicts
  const leftOut = [...without, ...problems.map(({ path }) => namesOf(path))]
  const withNulls = options.withNulls || origin.definitions.settings.withNulls === true
  const part = shapeDocument(document.options, { withNulls })
  const found = [
    ...checkPart(part, leftOut),
    ...(options.schema === false
      ? []
      : checkPartAgainstSchemas(part, schemasOf(options), { paths: [...leftOut, ...told], more: guarded })),
  ]
  return [...conflicts, ...(await diagnosticsOf(found, options, origin))]
}

/** As far as names go: an element of a list has another place in the document. */
const namesOf = (path: DefinitionPath): DocumentPath => {
  const end = path.findIndex(step => typeof step !== 'string')
  return (end < 0 ? path : path.slice(0, end)) as readonly string[]
}
