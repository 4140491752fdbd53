/**
 * Plan and apply on a server (the `cloud` block, the `remote` backend). The server takes no saved plans, so that plan
 * and apply are one command there, with Terraform's own display and approval on the user's terminal.
 */
import { failure } from '../../contracts/diagnostic.js'
import { type DriveContext, environment } from './context.js'
import { ensureInit } from './init.js'
import { onTerminal } from './on-terminal.js'
import { type PlanOptions, planFlags } from './plan.js'

export interface RemoteOptions {
  readonly autoApprove: boolean
  readonly detailedExitCode: boolean
  /** Where its output goes: standard error when standard output is for events. */
  readonly output: 'stdout' | 'stderr'
}

/** Returns the exit status of `plan` on the server: 0, or 2 with changes where that is asked for. */
export const planRemotely = async (
  context: DriveContext,
  options: PlanOptions,
  remote: RemoteOptions,
): Promise<number> => {
  const args = ['plan', '-input=false', ...planFlags(options)]
  return await onServer(context, remote.detailedExitCode ? [...args, '-detailed-exitcode'] : args, remote)
}

/** Applies on the server; Terraform asks for the approval unless that is given. */
export const applyRemotely = async (
  context: DriveContext,
  options: PlanOptions,
  remote: RemoteOptions,
): Promise<void> => {
  const approval = remote.autoApprove ? ['-input=false', '-auto-approve'] : []
  await onServer(context, ['apply', ...planFlags(options), ...approval], remote)
}

const onServer = async (
  context: DriveContext,
  args: readonly string[],
  { output }: RemoteOptions,
): Promise<number> => {
  await ensureInit(context)
  const env = { ...environment(context), TF_INPUT: undefined }
  const status = await onTerminal(context, args, { env, output })
  if (status === 0 || status === 2) return status
  throw failure(
    'terraform-failed',
    `${context.binary.dialect} ${args[0]} failed with exit status ${status}`,
    {
      notes: [`it ran on the server of the backend '${context.facts.backend}'`],
    },
  )
}
