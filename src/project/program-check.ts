/**
 * What a document has and the chosen program does not: known only once there is one, and told before it is started. Its
 * own message would be that of an unknown block.
 */
import { type Diagnostic, TerraneError } from '../contracts/diagnostic.js'
import { showPath } from '../terraform/document/problem.js'
import { checkProgram } from '../terraform/document/rules/dialects.js'
import type { TerraformDocument } from '../terraform/document/shape.js'
import type { Binary } from '../terraform/driver/binary.js'
import type { Prepared } from './prepare.js'
import { labelsOfPath } from './terraform-places.js'

/** Throws `document-invalid`, with all that the program lacks. */
export const refuseUnknownFeatures = (project: Prepared, binary: Binary): void => {
  const problems = checkProgram(JSON.parse(project.text) as TerraformDocument, binary)
  const diagnostics = problems.map(
    ({ path, message, ...rest }): Diagnostic => ({
      ...rest,
      message: `${showPath(path)}: ${message}`,
      labels: labelsOfPath(project, path),
    }),
  )
  const [first, ...others] = diagnostics
  if (first !== undefined) throw new TerraneError([first, ...others])
}
