/** What a document has against a provider's schema, as data: where in the document, what, and what to do about it. */
import { nearest } from '../../contracts/nearest.js'
import type { DocumentPath } from '../document/problem.js'

export interface SchemaProblem {
  readonly code: 'schema-mismatch' | 'schema-ignored' | 'schema-deprecated'
  readonly severity: 'error' | 'warning'
  readonly path: DocumentPath
  /** One sentence or two: Terraform's own where it has some, since users search for them. */
  readonly message: string
  readonly hint?: string
  readonly notes?: readonly string[]
  /** Of something that is not there. */
  readonly lacks?: true
}

const problem =
  (code: SchemaProblem['code'], severity: SchemaProblem['severity']) =>
  (path: DocumentPath, message: string, hint?: string): SchemaProblem => ({
    code,
    severity,
    path,
    message,
    ...(hint === undefined ? {} : { hint }),
  })

/** For what Terraform or the provider refuses. */
export const mismatch = problem('schema-mismatch', 'error')

/** For what is not there and has to be. */
export const lacking = (path: DocumentPath, message: string): SchemaProblem => ({
  ...mismatch(path, message),
  lacks: true,
})

/** For what Terraform drops without a word. */
export const ignored = problem('schema-ignored', 'warning')

export const deprecated = problem('schema-deprecated', 'warning')

/** The hint for a name that is like one of those that there are. */
export const didYouMean = (written: string, names: readonly string[]): string | undefined => {
  const similar = nearest(written, names)
  return similar === undefined ? undefined : `did you mean "${similar}"?`
}
