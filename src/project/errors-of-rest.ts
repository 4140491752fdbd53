/**
 * What is wrong with the part of a document of which there is something to say, as after a successful compile: definitions
 * that do not go together, and what the checks are certain of whatever the rest turns out to be.
 */
import { type Diagnostic, TerraneError } from '../contracts/diagnostic.js'
import type { DefinitionsDocument } from '../modules/definitions.js'
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
import type { Examined } from './look-over.js'
import { type Examination, runtimeRequest } from './request.js'

/** The errors of `rest`, of which the values at `examination.without` are left out. */
export const errorsOfRest = async (
  rest: DefinitionsDocument,
  examination: Examination,
  { engine, options }: Pick<Examined, 'engine' | 'options'>,
): Promise<readonly Diagnostic[]> => {
  const origin = { definitions: rest, engine, examine: examination }
  return await errorsOfPart(mergeDocument(rest), examination.without, options, origin)
}

/** The errors beside failed assertions, which say nothing of the rest; none where the rest does not evaluate. */
export const errorsBesideAssertions = async (
  engine: Engine,
  options: CompileOptions,
): Promise<readonly Diagnostic[]> => {
  const examine: Examination = { skipped: [], without: [] }
  try {
    const rest: Json = await engine.evaluate(runtimeRequest(options, 'remaining', { examine }))
    return await errorsOfRest(rest as unknown as DefinitionsDocument, examine, { engine, options })
  } catch (error) {
    if (error instanceof TerraneError) return []
    throw error
  }
}

/** Definitions that do not go together, and what is certainly wrong beside them; `without`: what else is left out. */
export const errorsOfPart = async (
  { document, problems }: Merged,
  without: readonly DocumentPath[],
  options: CompileOptions,
  origin: Origin,
): Promise<readonly Diagnostic[]> => {
  const conflicts =
    problems.length === 0 ? [] : await explainProblems(problems, origin.engine, options, origin.examine)
  if (options.check === false) return conflicts
  const leftOut = [...without, ...problems.map(({ path }) => namesOf(path))]
  const part = shapeDocument(document.options, { withNulls: options.withNulls })
  const found = [
    ...checkPart(part, leftOut),
    ...(options.schema === false ? [] : checkPartAgainstSchemas(part, schemasOf(options), leftOut)),
  ]
  return [...conflicts, ...(await diagnosticsOf(found, options, origin))]
}

/** As far as names go: an element of a list has another place in the document. */
const namesOf = (path: DefinitionPath): DocumentPath => {
  const end = path.findIndex(step => typeof step !== 'string')
  return (end < 0 ? path : path.slice(0, end)) as readonly string[]
}
