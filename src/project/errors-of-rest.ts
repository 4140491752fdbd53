/**
 * What is wrong with the part of a document that does evaluate, as after a successful evaluation: definitions that do not go
 * together, and what the checks of the document are certain of whatever the rest turns out to be.
 */
import type { Diagnostic } from '../contracts/diagnostic.js'
import type { DefinitionsDocument } from '../modules/definitions.js'
import type { DefinitionPath } from '../modules/document.js'
import { mergeDocument } from '../modules/merge.js'
import { checkPart } from '../terraform/document/check.js'
import type { DocumentPath } from '../terraform/document/problem.js'
import { shapeDocument } from '../terraform/document/shape.js'
import { diagnosticsOf } from './document-check.js'
import { explainProblems } from './explain.js'
import type { Examined } from './look-over.js'
import type { Examination } from './request.js'

/** The errors of `rest`, of which the values at `examination.without` are left out. */
export const errorsOfRest = async (
  rest: DefinitionsDocument,
  examination: Examination,
  { engine, options }: Examined,
): Promise<readonly Diagnostic[]> => {
  const { document, problems } = mergeDocument(rest)
  const conflicts = problems.length === 0 ? [] : await explainProblems(problems, engine, options, examination)
  if (options.check === false) return conflicts
  const leftOut = [...examination.without, ...problems.map(({ path }) => namesOf(path))]
  const found = checkPart(shapeDocument(document.options, { withNulls: options.withNulls }), leftOut)
  const origin = { definitions: rest, engine, examine: examination }
  return [...conflicts, ...(await diagnosticsOf(found, options, origin))]
}

/** As far as names go: an element of a list has another place in the document. */
const namesOf = (path: DefinitionPath): DocumentPath => {
  const end = path.findIndex(step => typeof step !== 'string')
  return (end < 0 ? path : path.slice(0, end)) as readonly string[]
}
