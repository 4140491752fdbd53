/**
 * The document to plan with while what a stack reads is not applied yet: a value that nobody has is unknown, never made
 * up. Such outputs are read from a data source of their own, whose settings have something that Terraform learns during
 * an apply only (`timestamp()`); so it puts the reading off and shows all that comes of it as known after apply. The same
 * with Terraform's own words: https://developer.hashicorp.com/terraform/language/functions/timestamp
 *
 * A plan of this document is for showing. It is never applied.
 */
import { isSet } from '../../terraform/document/blocks.js'
import type { DocumentValue, TerraformDocument } from '../../terraform/document/shape.js'
import { labelOf, type Read } from './remote-states.js'

/** Outputs by stack; 'all' where nothing is known of the stack. */
export type PendingOutputs = ReadonlyMap<string, ReadonlySet<string> | 'all'>

const type = 'terraform_remote_state'
const pendingLabelOf = (stack: string): string => `pending_${stack}`

/** Whether something in a plan is there only to be unknown. */
export const isPending = (address: string): boolean => address.startsWith(`data.${type}.pending_`)

/** What of a stack's reads is pending. */
export const pendingReads = (reads: readonly Read[], pending: PendingOutputs): readonly Read[] =>
  reads.filter(({ stack, output }) => {
    const outputs = pending.get(stack)
    if (outputs === undefined) return false
    // Who takes all outputs takes those that are pending.
    return outputs === 'all' || (output === undefined ? outputs.size > 0 : outputs.has(output))
  })

/** The document with the pending reads unknown; as it is where there are none. */
export const withPending = (
  document: TerraformDocument,
  reads: readonly Read[],
  pending: PendingOutputs,
): TerraformDocument => {
  const unknown = pendingReads(reads, pending)
  if (unknown.length === 0) return document
  const names = unknown.map(({ stack, output }) => ({
    from: `data.${type}.${labelOf(stack)}${output === undefined ? '' : `.outputs.${output}`}`,
    to: `data.${type}.${pendingLabelOf(stack)}${output === undefined ? '' : `.outputs.${output}`}`,
  }))
  const renamed = rename(document, names) as TerraformDocument
  const data = renamed.data as Blocks
  const states = { ...data[type] } as Record<string, DocumentValue>
  for (const stack of new Set(unknown.map(one => one.stack))) {
    const settings = states[labelOf(stack)]
    // What is left of it may not be there yet.
    const isRead = reads.some(read => read.stack === stack && !unknown.includes(read))
    if (!isRead) delete states[labelOf(stack)]
    if (isSet(settings)) states[pendingLabelOf(stack)] = { ...settings, workspace: '${timestamp()}' }
  }
  return { ...renamed, data: { ...data, [type]: states } }
}

type Blocks = { readonly [type: string]: { readonly [label: string]: DocumentValue } }

const rename = (
  value: DocumentValue,
  names: readonly { readonly from: string; readonly to: string }[],
): DocumentValue => {
  if (typeof value === 'string')
    return value.includes(type)
      ? names.reduce((text, { from, to }) => text.replace(wholeName(from), () => to), value)
      : value
  if (Array.isArray(value)) return value.map(element => rename(element, names))
  if (!isSet(value)) return value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, rename(member, names)]))
}

/** Names of stacks and outputs have no letters that mean something here but the dot. */
const wholeName = (name: string): RegExp => new RegExp(`${name.replaceAll('.', '\\.')}(?![\\w-])`, 'g')
