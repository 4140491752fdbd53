/** What the checks of the document find, as data: where in the document, what, and what to do about it. */

/** A path in the document: names, and indices of arrays. */
export type DocumentPath = readonly (string | number)[]

export interface DocumentProblem {
  readonly code: 'document-invalid' | 'document-reference' | 'document-ignored'
  readonly severity: 'error' | 'warning'
  readonly path: DocumentPath
  /** One sentence or two: Terraform's own where it has some, since users search for them. */
  readonly message: string
  readonly hint?: string
  readonly notes?: readonly string[]
}

/** Where the document goes. */
export interface Surroundings {
  /** The program that the project is meant for. Without it, what either has is accepted. */
  readonly dialect?: 'tofu' | 'terraform'
  /**
   * Whether something else that Terraform reads with the document may declare a name. `undefined`: nobody knows what
   * lies beside it.
   */
  readonly declaredElsewhere?: (name: string) => boolean
}

export const invalid = (path: DocumentPath, message: string, hint?: string): DocumentProblem => ({
  code: 'document-invalid',
  severity: 'error',
  path,
  message,
  ...(hint === undefined ? {} : { hint }),
})

/** For what is valid and does not do what it says. */
export const ignored = (path: DocumentPath, message: string, hint?: string): DocumentProblem => ({
  ...invalid(path, message, hint),
  code: 'document-ignored',
  severity: 'warning',
})

/** Whether a problem is one whatever belongs at paths that were left out of the document. */
export const isCertain = (
  { severity, path }: Pick<DocumentProblem, 'severity' | 'path'>,
  leftOut: readonly DocumentPath[],
): boolean => severity === 'error' && !leftOut.some(other => isWithin(other, path) || isWithin(path, other))

const isWithin = (path: DocumentPath, outer: DocumentPath): boolean =>
  outer.every((step, index) => path[index] === step)

const identifier = /^[\p{L}_][\p{L}\p{N}_-]*$/u

/** A path as addresses have it: `resource.aws_instance.web.lifecycle`, `import[0].to`. */
export const showPath = (path: DocumentPath): string =>
  path
    .map((step, index) => {
      if (typeof step === 'number') return `[${step}]`
      const name = identifier.test(step) ? step : JSON.stringify(step)
      return index === 0 ? name : `.${name}`
    })
    .join('')
