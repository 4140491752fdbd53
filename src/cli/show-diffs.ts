import type { ClosureDiff } from '../contracts/events.js'
import type { ExitStatus } from '../contracts/exit-status.js'
import { dryRun } from '../project/deploy/dry-run.js'
import { tellFailures } from '../project/deploy/each-host.js'
import type { Invocation } from './command.js'
import type { WithHosts } from './hosts-command.js'
import { renderClosureDiff } from './render/closure-diff.js'
import { paint } from './render/colour.js'
import { statusOfAnswers } from './some-hosts.js'

/** Prints what a deployment would change on each host; as events with `--json`. */
export const showDiffs = async (
  { names, hosts, operations, progress, signal }: WithHosts,
  parallel: number,
  { terminal, common }: Pick<Invocation, 'terminal' | 'common'>,
): Promise<ExitStatus> => {
  const answers = await dryRun(names, hosts, {
    operations,
    parallel,
    // What is compared is shown once, in order.
    emit: event => (event.type === 'host_diff' ? undefined : progress.emit(event)),
    ...(signal === undefined ? {} : { signal }),
  })
  progress.pause()
  const style = paint(common.colour && terminal.outColour)
  for (const { name, value } of answers) {
    if (value === undefined) continue
    if (common.json) progress.emit({ type: 'host_diff', host: name, ...value })
    else terminal.out(`${style('bold', name)}: ${titleOf(value)}\n${bodyOf(value, style)}`)
  }
  tellFailures(answers, progress.emit)
  return statusOfAnswers(answers)
}

const titleOf = ({ from, to }: ClosureDiff): string => (from === to ? `runs ${to} already` : to)

const bodyOf = (diff: ClosureDiff, style: ReturnType<typeof paint>): string =>
  diff.from === diff.to ? '' : `${renderClosureDiff(diff, style)}\n`
