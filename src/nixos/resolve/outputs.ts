/** Terraform's outputs, and finding in them what the manifest leaves to them. */
import { failure } from '../../contracts/diagnostic.js'
import { isOutputPlace, type Late, type OutputPlace } from '../manifest.js'

export type Outputs = Readonly<Record<string, { readonly sensitive: boolean; readonly value?: unknown }>>

/** What an output has at a place; undefined where there is nothing (yet). */
export const valueAt = (outputs: Outputs, { output, path }: OutputPlace): unknown => {
  let value: unknown = Object.hasOwn(outputs, output) ? outputs[output]!.value : undefined
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = (value as Readonly<Record<string, unknown>>)[step]
  }
  return value ?? undefined
}

/** The value itself, wherever it is. Throws `host-not-applied` where Terraform does not have it. */
export const settle = <Value>(
  late: Late<Value>,
  outputs: Outputs,
  host: string,
  what: string,
): Value | unknown => {
  if (!isOutputPlace(late)) return late
  const value = valueAt(outputs, late)
  if (value !== undefined && value !== '') return value
  throw failure('host-not-applied', `Terraform does not know ${what} of the host '${host}' yet`, {
    notes: [`it is to be in the output ${[late.output, ...late.path].join('.')}`],
    hint: 'terrane apply makes it known',
  })
}
