/**
 * An output that is sensitive stays so for those that read it: `terraform_remote_state` gives all values without the
 * mark, and plans would show them. https://developer.hashicorp.com/terraform/language/functions/sensitive
 */
import { blocksOf, isSet } from '../../terraform/document/blocks.js'
import type { DocumentValue, TerraformDocument } from '../../terraform/document/shape.js'
import { type Reference, scanTemplate } from '../../terraform/document/template/scan.js'
import { readOf } from './remote-states.js'

/** Names of outputs by stack. */
type SensitiveOutputs = ReadonlyMap<string, ReadonlySet<string>>

/** The outputs of a document that say of themselves that they are sensitive. */
export const sensitiveOutputs = (document: TerraformDocument): ReadonlySet<string> =>
  new Set(
    blocksOf(document, 'output')
      .filter(({ members: { sensitive } }) => sensitive === true || sensitive === 'true')
      .map(({ labels }) => labels[0]!),
  )

/** The document with what it reads of sensitive outputs marked as such; as it is where it reads none. */
export const withSensitiveReads = (
  document: TerraformDocument,
  outputs: SensitiveOutputs,
): TerraformDocument => {
  if ([...outputs.values()].every(names => names.size === 0)) return document
  // The settings of Terraform and its backend are literal.
  const { terraform, ...evaluated } = document
  const marked = markedIn(evaluated, outputs) as TerraformDocument
  return terraform === undefined ? marked : { ...marked, terraform }
}

const markedIn = (value: DocumentValue, outputs: SensitiveOutputs): DocumentValue => {
  if (typeof value === 'string') return markedText(value, outputs)
  if (Array.isArray(value)) return value.map(element => markedIn(element, outputs))
  if (!isSet(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) =>
      name === '//' || name === 'depends_on'
        ? [name, member]
        : [markedText(name, outputs), markedIn(member, outputs)],
    ),
  )
}

const markedText = (text: string, outputs: SensitiveOutputs): string => {
  if (!text.includes('terraform_remote_state')) return text
  const { references, starts = [], ends = [] } = scanTemplate(text)
  let marked = ''
  let done = 0
  references.forEach((reference, index) => {
    const [start, end] = [starts[index]!, ends[index]!]
    const count = partsToMark(reference, text.slice(end), outputs)
    if (count === 0) return
    const secret = leadingParts(text.slice(start, end), count)
    marked += `${text.slice(done, start)}sensitive(${secret})`
    done = start + secret.length
  })
  return marked + text.slice(done)
}

/** How many names of a reference make what is to be marked: `data.terraform_remote_state.stack_a.outputs.b` has five. */
const partsToMark = (reference: Reference, behind: string, outputs: SensitiveOutputs): number => {
  const read = readOf(reference)
  const names = read === undefined ? undefined : outputs.get(read.stack)
  if (read === undefined || names === undefined) return 0
  if (read.output !== undefined) return names.has(read.output) ? 5 : 0
  if (names.size === 0) return 0
  // What is said of the state itself is no secret.
  if (reference.length > 3 && reference[3] !== 'outputs') return 0
  const [, indexed] = (reference.length === 4 && /^\s*\[\s*"([\w-]+)"\s*\]/.exec(behind)) || []
  return indexed === undefined || names.has(indexed) ? reference.length : 0
}

const leadingParts = (text: string, count: number): string =>
  new RegExp(`^(?:[^.]*\\.){${count - 1}}\\s*[\\w-]+`).exec(text)?.[0] ?? text
