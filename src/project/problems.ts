/** From what the merge found wrong to diagnostics: asks Nix where the definitions stand, once, for all of them. */

import { existsSync, readFileSync } from 'node:fs'
import type { DiagnosticCode } from '../contracts/codes.js'
import type { Diagnostic, Label, Position, Severity } from '../contracts/diagnostic.js'
import type { MergeProblem } from '../modules/document.js'
import type { Json } from '../nix/evaluate.js'
import { locateDefinition } from '../nix/locate.js'
import { inCharacters } from '../nix/place-in-characters.js'

/** A problem with definitions, whoever found it. */
export interface DefinitionProblem extends Omit<MergeProblem, 'code'> {
  readonly code: DiagnosticCode
  /** Default: an error. */
  readonly severity?: Severity
  readonly notes?: readonly string[]
}

/** `positions[i][place]`: where the definition at `place` of the i-th problem's path stands. */
export type Positions = readonly (readonly (Position | null)[])[]

/** Reads what the `positions` query gave; anything else than a place is none. */
export const readPositions = (json: Json): Positions =>
  Array.isArray(json)
    ? (json as unknown as Positions).map(places => places.map(place => place && inCharacters(place)))
    : []

export const problemDiagnostics = (
  problems: readonly DefinitionProblem[],
  positions: Positions,
): readonly Diagnostic[] =>
  problems.map((problem, index) => ({
    code: problem.code,
    severity: problem.severity ?? 'error',
    message: problem.message,
    labels: labelsOf(problem, positions[index] ?? []),
    ...(problem.notes === undefined ? {} : { notes: problem.notes }),
    ...(problem.hint === undefined ? {} : { hint: problem.hint }),
  }))

const labelsOf = (problem: DefinitionProblem, positions: readonly (Position | null)[]): readonly Label[] =>
  problem.definitions.flatMap((definition, place) => {
    if (definition === undefined) return []
    const position = positions[place] ?? inFile(definition.file, problem)
    return position === undefined
      ? []
      : [{ position, ...(definition.value === '' ? {} : { text: definition.value }) }]
  })

/** Sets made by functions (mapAttrs, listToAttrs) know no positions: look for the name in the module's own text. */
const inFile = (file: string, problem: DefinitionProblem): Position | undefined => {
  if (!file.startsWith('/') || !existsSync(file)) return undefined
  const names = problem.path.filter(step => typeof step === 'string')
  try {
    return locateDefinition(readFileSync(file, 'utf8'), names, file)
  } catch {
    return undefined
  }
}
