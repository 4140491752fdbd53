/**
 * The document against Terraform's language, before any program has started: what it says of blocks, of the arguments
 * that the language itself defines, and of references between them. Arguments that providers define are not looked into.
 * docs/document-checks.md lists the rules. Pure; test/terraform/document/ asks a real Terraform about each.
 */
import { barePlaces } from './bare-places.js'
import { type DocumentPath, type DocumentProblem, isCertain, type Surroundings } from './problem.js'
import { checkReferences } from './references/check.js'
import { checkBareReferences } from './rules/bare-references.js'
import { checkConditions } from './rules/conditions.js'
import { checkDialect } from './rules/dialects.js'
import { checkDuplicates } from './rules/duplicates.js'
import { checkLiterals } from './rules/literals.js'
import { checkMetaArguments } from './rules/meta-arguments.js'
import { checkChecks, checkImports, checkOutputs, checkRemoved } from './rules/small-blocks.js'
import { checkVariables } from './rules/variables.js'
import { checkVersions } from './rules/versions.js'
import type { TerraformDocument } from './shape.js'
import { checkStructure, checkStructureOfPart } from './structure.js'

/** All that is wrong with a document, and what is doubtful, in the order of the rules. */
export const checkDocument = (
  document: TerraformDocument,
  surroundings: Surroundings = {},
): readonly DocumentProblem[] => {
  const places = barePlaces(document)
  return [
    ...checkStructure(document),
    ...checkMetaArguments(document),
    ...checkBareReferences(places),
    ...checkConditions(document),
    ...checkVariables(document),
    ...checkVersions(document),
    ...checkImports(document),
    ...checkOutputs(document),
    ...checkChecks(document),
    ...checkRemoved(document),
    ...checkDuplicates(document),
    ...checkLiterals(document, surroundings),
    ...checkDialect(document, places, surroundings),
    ...checkReferences(document, places, surroundings),
  ]
}

/**
 * What is wrong with a document whatever belongs at the paths that are left out of it: nothing is said of what is missing,
 * of references, of what may be there once only, or of a value of which a part is left out.
 */
export const checkPart = (
  document: TerraformDocument,
  leftOut: readonly DocumentPath[],
): readonly DocumentProblem[] =>
  [
    ...checkStructureOfPart(document),
    ...checkMetaArguments(document),
    ...checkBareReferences(barePlaces(document)),
    ...checkConditions(document),
    ...checkVersions(document),
    ...checkOutputs(document),
  ].filter(problem => isCertain(problem, leftOut))
