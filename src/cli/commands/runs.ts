import { exitStatus } from '../../contracts/exit-status.js'
import { folderOfRuns } from '../../project/find-run.js'
import { runOutcome } from '../../project/run-outcome.js'
import { readRuns } from '../../project/run-record.js'
import type { CommandModule } from '../command.js'
import { addEntryOptions } from '../options.js'
import { paint } from '../render/colour.js'
import { describeOutcome, renderRuns } from '../render/runs.js'

interface Flags {
  readonly file?: readonly string[]
  readonly workdir?: string
}

/** Reads records only: it can be asked whatever is going on. */
export const command: CommandModule<Flags> = {
  configure: command => {
    addEntryOptions(command).addHelpText(
      'after',
      '\nExample:\n  terrane runs --workdir live      what has been run there, the last one at the end\n',
    )
  },
  run: async ({ flags, terminal, common }) => {
    const folder = folderOfRuns(flags.file ?? [], flags.workdir, terminal.cwd)
    const runs = readRuns(folder).map(run => ({ ...run, outcome: runOutcome(run.folder, run.record) }))
    if (common.json) {
      const shown = runs.map(({ record, outcome }) => ({
        id: record.id,
        command: record.command,
        startedAt: record.startedAt,
        endedAt: record.endedAt ?? null,
        state: outcome.state,
        status: record.status ?? null,
        description: describeOutcome(outcome, record),
      }))
      terminal.out(`${JSON.stringify(shown, null, 2)}\n`)
    } else if (runs.length === 0) terminal.err(`Nothing has run in ${folder} yet.\n`)
    else terminal.out(renderRuns(runs, new Date(), paint(common.colour && terminal.outColour)))
    return exitStatus.ok
  },
}
