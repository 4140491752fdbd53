/** Terraform's own diagnostics as ours. */
import type { Diagnostic } from '../../contracts/diagnostic.js'
import type { Locate, TerraformPlace } from './context.js'
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
  const labels = locate?.(placeOf(given, context)) ?? []
  return {
    code: 'terraform-diagnostic',
    severity: given.severity,
    message: given.summary,
    labels,
    notes: [...detailOf(given), ...place(given, context, labels.length > 0)],
  }
}

/** The same problem told twice (`init` does), and a preamble to others, say nothing more. */
export const toDiagnostics = (
  given: readonly TerraformDiagnostic[],
  locate?: Locate,
): readonly Diagnostic[] => {
  const met = new Set<string>()
  const told = given.filter(one => {
    const key = JSON.stringify(one)
    const isNew = !met.has(key)
    met.add(key)
    return isNew
  })
  const others = told.filter(({ summary }) => !isPreamble(summary))
  return (others.length > 0 ? others : told).map(one => toDiagnostic(one, locate))
}

const isPreamble = (summary: string): boolean =>
  /^(Terraform|OpenTofu) encountered problems during initiali[sz]ation/.test(summary)

const placeOf = (given: TerraformDiagnostic, context: string | undefined): TerraformPlace => {
  const { address, range, summary, detail } = given
  const about = {
    ...(address === undefined ? {} : { address }),
    ...(context === undefined ? {} : { context }),
  }
  if (range !== undefined && range.filename !== documentName && range.filename !== '')
    return { ...about, file: range.filename, line: range.start.line, column: range.start.column }
  const words = `${summary}\n${detail}`
  // What is wrong with a module's folder is told without a range, but with a line in words.
  const line = range?.filename === documentName ? range.start.line : lineInWords(words)
  if (line !== undefined) return { ...about, line }
  return address === undefined && context === undefined ? { mentioned: addressesIn(words) } : about
}

const lineInWords = (text: string): number | undefined => {
  const [, line] = /\bconfig\.tf\.json:(\d+)/.exec(text) ?? []
  return line === undefined ? undefined : Number(line)
}

/** What looks like the address of a resource, sorted; whether there is one, the document tells. */
const addressesIn = (text: string): readonly string[] =>
  [...new Set(text.match(/(?<![\w./"-])(?:(?:data|ephemeral)\.)?[a-z][a-z0-9]*_\w+\.[\w-]+/g) ?? [])].sort()
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

const place = (
  { address, range }: TerraformDiagnostic,
  context: string | undefined,
  isShown: boolean,
): readonly string[] => {
  const block = context === undefined ? '' : `, in ${context}`
  if (address !== undefined) return [`with ${address}${context?.endsWith(address) ? '' : block}`]
  // "in variable" says nothing beside the variable.
  if (context !== undefined) return isShown && !context.includes('.') ? [] : [`in ${context}`]
  return range === undefined ? [] : [`at ${range.filename}:${range.start.line}:${range.start.column}`]
}
