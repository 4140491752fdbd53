/** What the next command says of runs that ended when nobody was waiting for them. */
import type { Diagnostic } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import { describeExit } from '../process/describe-exit.js'
import type { Unattended } from './run-outcome.js'

/** Emits a warning for each. */
export const tellUnattended = (runs: readonly Unattended[], emit: Emit): void => {
  for (const run of runs) emit({ type: 'diagnostic', diagnostic: unattended(run) })
}

const unattended = ({ record, outcome }: Unattended): Diagnostic => {
  const message = `the ${record.command} of ${record.startedAt} went on without terrane`
  const hint = `terrane follow ${record.id} shows what it did`
  const rest = { code: 'run-unattended', severity: 'warning', labels: [] } as const
  if (outcome.state !== 'ended-alone')
    return {
      ...rest,
      message: `${message}, and nobody saw how it ended`,
      notes: ['what it was working on may be there without being in the state'],
      hint,
    }
  const { exit } = outcome
  return exit.status === 0
    ? { ...rest, message: `${message}, and was done`, hint }
    : { ...rest, message: `${message}, and failed: it ${describeExit(exit)}`, hint }
}
