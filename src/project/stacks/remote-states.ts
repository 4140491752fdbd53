/**
 * What a stack reads of others. Its document refers to `data.terraform_remote_state.stack_<name>` (nix/stacks.nix writes
 * that); the data source itself is added here, because only the whole document tells which stacks are read.
 */
import type { DocumentPath } from '../../terraform/document/problem.js'
import { visitTemplates } from '../../terraform/document/references/templates.js'
import type { DocumentValue, TerraformDocument } from '../../terraform/document/shape.js'
import { type Reference, scanTemplate } from '../../terraform/document/template/scan.js'

/** One reference to another stack. */
export interface Read {
  readonly stack: string
  /** Absent: all of them. */
  readonly output?: string
  readonly path: DocumentPath
}

type Members = { readonly [name: string]: DocumentValue }

const type = 'terraform_remote_state'
const prefix = 'stack_'

/** The label of the data source for a stack. */
export const labelOf = (stack: string): string => `${prefix}${stack}`

/** Stands for the settings of a state until they are known. */
export const unfilled: Members = { backend: 'local', config: {} }

/** What a document reads of other stacks, each output once. A project may have data sources of that name itself. */
export const readsOf = (document: TerraformDocument): readonly Read[] => {
  const found = new Map<string, Read>()
  const own = ownLabels(document)
  visitTemplates(document, (text, path) => {
    if (!text.includes(type)) return
    for (const reference of scanTemplate(text).references) {
      const read = readOf(reference)
      if (read === undefined || own.has(labelOf(read.stack))) continue
      const key = `${read.stack}.${read.output ?? ''}`
      if (!found.has(key)) found.set(key, { ...read, path: path() })
    }
  })
  return [...found.values()]
}

/** What a reference reads of another stack; undefined for one that reads none. */
export const readOf = ([root, kind, label, attribute, output]: Reference): Omit<Read, 'path'> | undefined => {
  if (root !== 'data' || kind !== type || label?.startsWith(prefix) !== true) return undefined
  const stack = label.slice(prefix.length)
  return attribute === 'outputs' && output !== undefined ? { stack, output } : { stack }
}

/** Labels of data sources that the user's modules have made, not we. */
const ownLabels = (document: TerraformDocument): ReadonlySet<string> => {
  const blocks = membersOf(membersOf(document.data)[type])
  return new Set(Object.keys(blocks).filter(label => blocks[label] !== unfilled))
}

const membersOf = (value: DocumentValue | undefined): Members =>
  value !== null && typeof value === 'object' && !Array.isArray(value) ? (value as Members) : {}

/** The document with a data source for each stack that it reads. */
export const withRemoteStates = (
  document: TerraformDocument,
  settingsOf: (stack: string) => Members,
): TerraformDocument => {
  const stacks = new Set(readsOf(document).map(({ stack }) => stack))
  if (stacks.size === 0) return document
  const blocks = Object.fromEntries([...stacks].map(stack => [labelOf(stack), settingsOf(stack)]))
  const data = membersOf(document.data)
  return { ...document, data: { ...data, [type]: { ...membersOf(data[type]), ...blocks } } }
}
