/** References to one of several, or to one that there is only once: what Terraform knows without evaluating anything. */
import type { Reference } from '../template/scan.js'
import type { Step } from '../template/traversal.js'
import { addressOf, type Declared, type Mode } from './declared.js'
import type { Unresolved } from './resolve.js'

/** `undefined`: there is nothing to complain about. `behind`: what stands behind the names of the reference. */
export const wrongInstance = (
  reference: Reference,
  behind: () => readonly Step[],
  declared: Declared,
): Unresolved | undefined => {
  const [root, ...rest] = reference
  const mode: Mode = root === 'data' || root === 'ephemeral' ? root : 'resource'
  const [type, label, ...names] = root === mode ? rest : reference
  if (type === undefined || label === undefined || !declared.hasBlock(mode, type, label)) return undefined
  const address = addressOf(mode, type, label)
  const repeated = declared.repeated(mode, type, label)
  if (repeated !== undefined && names.length > 0)
    return {
      message: `Because ${address} has "${repeated}" set, its attributes must be accessed on specific instances.`,
      hint: () =>
        repeated === 'count'
          ? `one of them: ${address}[0].${names.join('.')}; all: ${address}[*].${names.join('.')}`
          : `one of them: ${address}["key"].${names.join('.')}; all: [for each in ${address} : each.${names.join('.')}]`,
    }
  const [step] = repeated === undefined && names.length === 0 ? behind() : []
  return step?.kind === 'index' && step.constant
    ? {
        message: `Because ${address} does not have "count" or "for_each" set, references to it must not include an index key. Remove the bracketed index to refer to the single instance of this resource.`,
      }
    : undefined
}
