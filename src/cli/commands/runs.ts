import { exitStatus } from '../../contracts/exit-status.js'
import { foldersOfRuns, type RunsOf } from '../../project/find-run.js'
import { runOutcome } from '../../project/run-outcome.js'
import { readRuns } from '../../project/run-record.js'
import type { CommandModule } from '../command.js'
import { addEntryOptions } from '../options.js'
import { paint } from '../render/colour.js'
import { describeOutcome, renderRuns } from '../render/runs.js'

/** Reads records only: it can be asked whatever is going on. */
export const command: CommandModule<RunsOf> = {
  configure: command => {
    addEntryOptions(command).addHelpText(
      'after',
      '\nExample:\n  terrane runs --workdir live      what has been run there, the last one at the end\n',
    )
  },
  run: async ({ flags, terminal, common }) => {
    const folders = foldersOfRuns(flags, terminal.cwd)
    const runs = folders
      .flatMap(({ path, stack }) =>
        readRuns(path).map(run => ({ ...run, ...(stack === undefined ? {} : { stack }) })),
      )
      .map(run => ({ ...run, outcome: runOutcome(run.folder, run.record) }))
      .sort((a, b) => (a.record.id < b.record.id ? -1 : 1))
    if (common.json) {
      const shown = runs.map(({ record, outcome, stack }) => ({
        ...(stack === undefined ? {} : { stack }),
        id: record.id,
        command: record.command,
        startedAt: record.startedAt,
        endedAt: record.endedAt ?? null,
        state: outcome.state,
        status: record.status ?? null,
        description: describeOutcome(outcome, record),
      }))
      terminal.out(`${JSON.stringify(shown, null, 2)}\n`)
    } else if (runs.length === 0) terminal.err(`Nothing has run in ${folders[0]!.path} yet.\n`)
    else terminal.out(renderRuns(runs, new Date(), paint(common.colour && terminal.outColour)))
    return exitStatus.ok
  },
}
