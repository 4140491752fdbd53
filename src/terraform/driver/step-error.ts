/** What is told of a tofu/terraform that failed. */
import { type Diagnostic, failure, TerraneError } from '../../contracts/diagnostic.js'
import { describeExit } from '../../process/describe-exit.js'
import type { Locate } from './context.js'
import { toDiagnostics } from './diagnostics.js'
import type { TerraformDiagnostic } from './messages.js'

export interface StepResult {
  /** Its exit status; absent where nobody saw its end. */
  readonly status?: number
  /** The number of the signal that ended it. */
  readonly signal?: number
  readonly interrupted: boolean
  readonly errors: readonly TerraformDiagnostic[]
  /** The last lines that were no messages: of standard output, then of standard error. */
  readonly tail: readonly string[]
}

/** Who is told of, and where its complaints lead to. */
export interface Teller {
  readonly dialect: string
  readonly locate?: Locate
}

/**
 * The error for a step that failed: its own diagnostics, or what it printed where it gave none. `first` and `last` go
 * around them; the first of all decides the exit status.
 */
export const stepError = (
  teller: Teller,
  command: string,
  result: StepResult,
  { first, last }: { readonly first?: Diagnostic; readonly last?: Diagnostic } = {},
): TerraneError => {
  const told = result.interrupted ? result.errors.filter(({ summary }) => !isHalt(summary)) : result.errors
  const own = toDiagnostics(told, teller.locate)
  const program = `${teller.dialect} ${command}`
  const fallback = failure('terraform-failed', `${program} ${endOf(result)}`, {
    ...(result.tail.length > 0 ? { notes: [result.tail.join('\n')] } : {}),
  }).diagnostics
  const middle = own.length > 0 ? own : first === undefined ? fallback : []
  const all = [...(first === undefined ? [] : [first]), ...middle, ...(last === undefined ? [] : [last])]
  return new TerraneError(all as [Diagnostic, ...Diagnostic[]])
}

/** How a step ended, in words. */
export const endOf = ({ status, signal }: StepResult): string =>
  status === undefined
    ? 'is gone, and nobody saw how it ended'
    : signal === undefined
      ? `failed with exit status ${status}`
      : describeExit({ status, signal })

/** Terraform's own word for having been interrupted, once for each resource that waited. */
const isHalt = (summary: string): boolean => summary === 'execution halted'

/** The diagnostic that leads when the user interrupted a step. */
export const interruption = (message: string): Diagnostic => failure('interrupted', message).diagnostics[0]
