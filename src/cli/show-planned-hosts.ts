import type { PlannedHost } from '../project/deploy/plan-hosts.js'
import type { Invocation } from './command.js'
import type { Driving } from './drive-command.js'
import { paint } from './render/colour.js'
import { renderPlannedHosts } from './render/planned-hosts.js'

/** Prints what each host will run, or what that waits for; with `--json` the events have said so. */
export const showPlannedHosts = (
  { terminal, common }: Pick<Invocation, 'terminal' | 'common'>,
  { progress }: Pick<Driving, 'progress'>,
  planned: readonly PlannedHost[],
): void => {
  if (planned.length === 0 || common.json) return
  progress.pause()
  terminal.out(renderPlannedHosts(planned, paint(common.colour && terminal.outColour)))
}
