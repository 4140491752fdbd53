/**
 * Values for a host's configuration. They become part of a system that everyone on the machine can read, so that what
 * Terraform calls sensitive must not get there: the output says of each whether it is (nix/modules/hosts/document.nix).
 */
import type { ManifestInputs } from '../manifest.js'
import { type Outputs, valueAt } from './outputs.js'

export interface ResolvedInputs {
  /** In the form of the option; absent where the project has all of them itself. */
  readonly values?: unknown
  /** Inputs that have no value yet, `db.host`. */
  readonly unknown: readonly string[]
  /** Inputs that Terraform calls sensitive: no value of the host may be used then. */
  readonly sensitive: readonly string[]
}

/** What the outputs have for a host's inputs by now. */
export const resolveInputs = (inputs: ManifestInputs, outputs: Outputs): ResolvedInputs => {
  if ('values' in inputs) return { unknown: [], sensitive: [] }
  const { output, late } = inputs
  const values = valueAt(outputs, { output, path: ['values'] })
  const marks = valueAt(outputs, { output, path: ['sensitive'] })
  const sensitive = late.filter(input => isTrue(marks, input))
  if (sensitive.length > 0) return { unknown: [], sensitive }
  if (values === undefined) return { unknown: late, sensitive }
  return { values, unknown: late.filter(input => lookUp(values, input) === undefined), sensitive }
}

/** Terraform converts values of a map to one type: booleans may come as text. */
const isTrue = (marks: unknown, input: string): boolean => {
  const mark =
    typeof marks === 'object' && marks !== null ? (marks as Record<string, unknown>)[input] : undefined
  return mark === true || mark === 'true'
}

/** The value at `a.b[0]`. */
const lookUp = (values: unknown, input: string): unknown => {
  let value = values
  for (const step of input.replaceAll(/\[(\d+)\]/g, '.$1').split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as Readonly<Record<string, unknown>>)[step]
  }
  return value ?? undefined
}
