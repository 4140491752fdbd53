import { failure } from '../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../contracts/exit-status.js'
import type { PlanOptions } from '../terraform/driver/plan.js'
import type { Invocation } from './command.js'
import { type DriveFlags, driveCommand } from './drive-command.js'
import { showPlan } from './show-plan.js'

/** `terrane plan --offline`. Throws `usage` for what needs a state, and what `planOffline` throws. */
export const planOfflineCommand = async (
  invocation: Invocation<DriveFlags>,
  options: PlanOptions,
  detailedExitCode: boolean,
): Promise<ExitStatus> => {
  refuseWithState(options)
  return await driveCommand('plan', invocation, async driving => {
    const { context, project } = driving
    const { planOffline } = await import('../project/offline/plan-offline.js')
    const made = await planOffline(context, project, options, async (offline, plan) => {
      await showPlan(invocation, { ...driving, context: offline }, plan, { offline: true })
    })
    return detailedExitCode && made.hasChanges ? exitStatus.changes : exitStatus.ok
  })
}

const refuseWithState = ({ mode, replace }: PlanOptions): void => {
  const flag = mode === 'destroy' ? '--destroy' : mode === 'refresh-only' ? '--refresh-only' : '--replace'
  if (mode === 'normal' && replace.length === 0) return
  throw failure('usage', `${flag} is about what exists, and --offline plans as if nothing did`)
}
