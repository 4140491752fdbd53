/** What is promised of outputs, held against values. Pure. */

import { failure } from '../../contracts/diagnostic.js'
import type { DescribedStack, Place } from '../../modules/definitions.js'
import { inCharacters } from '../../nix/place-in-characters.js'
import { blocksOf, isSet } from '../../terraform/document/blocks.js'
import { type Misfit, misfits } from '../../terraform/document/default-value.js'
import { showPath } from '../../terraform/document/problem.js'
import type { DocumentValue, TerraformDocument } from '../../terraform/document/shape.js'
import { isTemplate } from '../../terraform/document/template/scan.js'
import { readTypeConstraint } from '../../terraform/document/type-constraint.js'
import type { FoundProblem } from '../document-check.js'

type Promises = DescribedStack['outputs']

export interface BrokenLiterals {
  /** Types that are none. */
  readonly flaws: readonly { readonly output: string; readonly flaw: string }[]
  readonly problems: readonly FoundProblem[]
}

/** What a document itself says of its outputs' values, where it says something. */
export const brokenLiterals = (promises: Promises, document: TerraformDocument): BrokenLiterals => {
  const flaws: { output: string; flaw: string }[] = []
  const problems: FoundProblem[] = []
  for (const [output, { type }] of Object.entries(promises)) {
    if (type === null) continue
    const read = readTypeConstraint(type)
    if ('flaw' in read) {
      flaws.push({ output, flaw: read.flaw })
      continue
    }
    for (const { labels, members, path } of blocksOf(document, 'output')) {
      if (labels[0] !== output || members.value === undefined) continue
      for (const misfit of misfits(members.value, read.type))
        if (!isTemplateAt(members.value, misfit.path))
          problems.push({
            code: 'stack-output',
            severity: 'error',
            path: [...path, 'value', ...misfit.path],
            message: `the output '${output}' is promised to be ${type}: ${misfit.wanted}`,
          })
    }
  }
  return { flaws, problems }
}

/** What Terraform computes is known later. */
const isTemplateAt = (value: DocumentValue, path: Misfit['path']): boolean => {
  let at: DocumentValue | undefined = value
  for (const step of path)
    at = Array.isArray(at) ? at[Number(step)] : isSet(at) ? at[String(step)] : undefined
  return typeof at === 'string' && isTemplate(at)
}

export interface BrokenPromise {
  readonly message: string
  /** Where it was promised. */
  readonly position: Place | null
}

/**
 * What of some outputs' actual values is not as promised, a sentence each, without the values: they may be secret. An
 * output that is not there has broken no promise.
 */
export const brokenPromises = (
  promises: Promises,
  values: Readonly<Record<string, { readonly value?: unknown }>>,
): readonly BrokenPromise[] =>
  Object.entries(promises).flatMap(([output, { type, position }]) => {
    const read = type === null ? undefined : readTypeConstraint(type)
    const value = Object.hasOwn(values, output) ? values[output]?.value : undefined
    if (read === undefined || 'flaw' in read || value === undefined) return []
    return misfits(value as DocumentValue, read.type).map(({ path, wanted }) => ({
      message: `${showPath([output, ...path])} is promised to be ${type}: ${wanted}`,
      position: position && inCharacters(position),
    }))
  })

/** Throws `stack-output-type` where the outputs that a stack has after an apply are not what is promised. */
export const checkPromises = (
  stack: string,
  promises: Promises,
  outputs: Parameters<typeof brokenPromises>[1],
): void => {
  const broken = brokenPromises(promises, outputs)
  if (broken.length === 0) return
  throw failure('stack-output-type', `the outputs of the stack '${stack}' are not what is promised`, {
    labels: broken.flatMap(({ position }) => (position === null ? [] : [{ position }])),
    notes: [
      ...broken.map(({ message }) => message),
      'what was planned has been applied; who reads them is not begun',
    ],
    hint: `change the output, or terrane.stacks.${stack}.outputs`,
  })
}
