/** Terraform's own diagnostics as ours. */
import type { Diagnostic } from '../../contracts/diagnostic.js'
import type { Locate } from './context.js'
import type { TerraformDiagnostic } from './messages.js'
import { describeLock, isLockError, readStateLock, type StateLock } from './state-lock.js'

/** The document in the work folder, as Terraform names it. */
const documentName = 'config.tf.json'

/**
 * Keeps Terraform's wording: users search for it. Its position is one in config.tf.json, and not always the right one;
 * the address and the block's name, which are right, find the place in the user's files.
 */
export const toDiagnostic = (given: TerraformDiagnostic, locate?: Locate): Diagnostic => {
  const lock = isLockError(given.summary) ? readStateLock(given.detail) : undefined
  if (lock !== undefined) return locked(given.summary, lock)
  const context = given.snippet?.context ?? undefined
  const labels =
    locate?.({
      ...(given.address === undefined ? {} : { address: given.address }),
      ...(context === undefined ? {} : { context }),
      ...(given.range?.filename === documentName ? { line: given.range.start.line } : {}),
    }) ?? []
  return {
    code: 'terraform-diagnostic',
    severity: given.severity,
    message: given.summary,
    labels,
    notes: [...detailOf(given), ...place(given, context)],
  }
}

/** What Terraform says beside it advises to go without a lock. */
const locked = (summary: string, lock: StateLock): Diagnostic => ({
  code: 'state-locked',
  severity: 'error',
  message: `${summary}: somebody else works with this state`,
  labels: [],
  notes: [`held by ${describeLock(lock)}`, `lock ${lock.id}`],
  hint: `wait for it, as with --lock-timeout 5m; if nobody works there any more: terrane unlock ${lock.id}`,
})

const detailOf = ({ detail }: TerraformDiagnostic): readonly string[] =>
  detail.trim() === '' ? [] : [detail.trim()]

const place = ({ address, range }: TerraformDiagnostic, context: string | undefined): readonly string[] => {
  const block = context === undefined ? '' : `, in ${context}`
  if (address !== undefined) return [`with ${address}${context?.endsWith(address) ? '' : block}`]
  if (context !== undefined) return [`in ${context}`]
  return range === undefined ? [] : [`at ${range.filename}:${range.start.line}:${range.start.column}`]
}
