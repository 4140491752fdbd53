import { failure } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { listenForInterruption } from '../../process/interruption.js'
import { findRun, foldersOfRuns, folderWithRun, type RunsOf } from '../../project/find-run.js'
import { type Followed, followRun } from '../../project/follow-run.js'
import { applyError } from '../../terraform/driver/apply-error.js'
import type { StepResult } from '../../terraform/driver/step-error.js'
import type { CommandModule, Invocation } from '../command.js'
import { addEntryOptions } from '../options.js'
import { paint } from '../render/colour.js'
import { describeOutcome } from '../render/runs.js'
import { reporting } from '../reporting.js'

/** Shows a run and leaves it alone: a Ctrl-C ends only the showing. */
export const command: CommandModule<RunsOf> = {
  configure: command => {
    addEntryOptions(command)
      .argument(
        '[run]',
        'the id of a run, or its beginning or end (default: the one that is going on, else the last)',
      )
      .addHelpText(
        'after',
        '\nExample:\n  terrane follow      until the apply that goes on by itself has ended\n',
      )
  },
  run: async invocation => {
    const { flags, terminal, positionals } = invocation
    const workFolder = folderWithRun(foldersOfRuns(flags, terminal.cwd), positionals[0])
    const { folder, record } = findRun(workFolder, positionals[0])
    const interruption = listenForInterruption()
    try {
      return await reporting(invocation, async progress => {
        const followed = await followRun(folder, record, progress.emit, interruption.signal)
        progress.pause()
        return conclude(followed, invocation)
      })
    } finally {
      interruption.stop()
    }
  },
}

/** The end of the run as its terrane would have told it. Throws what that terrane would have thrown. */
const conclude = (followed: Followed, { terminal, common }: Invocation<RunsOf>): ExitStatus => {
  const { outcome, record, counts } = followed
  const style = paint(common.colour && terminal.outColour)
  const say = (text: string) => {
    if (!common.json) terminal.out(`${style('bold', text)}\n`)
  }
  switch (outcome.state) {
    case 'running':
    case 'detached':
    case 'elsewhere':
      throw failure(
        'interrupted',
        `no longer shown: the ${record.command} ${describeOutcome(outcome, record)}`,
        {
          hint: 'terrane follow shows it again',
        },
      )
    case 'ended-alone':
      if (outcome.exit.status !== 0) throw errorOf(followed, outcome.exit)
      break
    case 'ended':
      if (outcome.status !== 0 && outcome.status !== exitStatus.changes) {
        if (record.steps.at(-1)?.name === 'apply') throw errorOf(followed, { status: outcome.status })
        say(`The ${record.command} has ended: ${describeOutcome(outcome, record)}.`)
        return outcome.status as ExitStatus
      }
      break
    case 'cut-off':
      say(`The ${record.command} was ${describeOutcome(outcome, record)}.`)
      return exitStatus.failed
    case 'unknown':
      if (counts === undefined) throw errorOf(followed, {})
  }
  say(
    counts === undefined
      ? `The ${record.command} is done.`
      : `Done: ${counts.add} added, ${counts.change} changed, ${counts.destroy} destroyed.`,
  )
  return exitStatus.ok
}

const errorOf = ({ record, errors, report }: Followed, exit: Pick<StepResult, 'status' | 'signal'>) => {
  const dialect = record.steps.at(-1)?.dialect ?? 'terraform'
  const interrupted = record.interruptedAt !== undefined
  return applyError({ dialect }, { ...exit, interrupted, errors, tail: [] }, report)
}
