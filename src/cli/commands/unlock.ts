import { failure } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { describeLock } from '../../terraform/driver/state-lock.js'
import { findStateLock, unlockState } from '../../terraform/driver/unlock.js'
import type { CommandModule } from '../command.js'
import { type DriveFlags, drivePrepared } from '../drive-command.js'
import { preparedOrCompiled } from '../existing-document.js'
import { addBinaryOptions, addEntryOptions, addFirstCompileOptions } from '../options.js'
import { reporting } from '../reporting.js'

interface Flags extends DriveFlags {
  readonly autoApprove?: boolean
}

/** The document is taken as it was last written: a lock is in the way when modules are broken, too. */
export const command: CommandModule<Flags> = {
  configure: command => {
    addFirstCompileOptions(addBinaryOptions(addEntryOptions(command)))
      .argument('[id]', 'the lock (default: the one that there is)')
      .option('--auto-approve', "don't ask")
      .addHelpText(
        'after',
        '\nExample:\n  terrane unlock      tells who holds the lock of the state, and asks\n',
      )
  },
  run: async invocation => {
    const { flags, terminal, common, positionals } = invocation
    if (!flags.autoApprove && (common.json || !terminal.canAsk)) throw cannotAsk()
    return await reporting(invocation, async progress => {
      const project = await preparedOrCompiled(invocation, progress)
      return await drivePrepared(
        'unlock',
        project,
        invocation,
        progress,
        async ({ context }): Promise<ExitStatus> => {
          const found = positionals[0] === undefined ? await findStateLock(context) : { id: positionals[0] }
          progress.pause()
          const say = (text: string) => {
            if (!common.json) terminal.out(text)
          }
          if (found === undefined) {
            say('The state is not locked.\n')
            return exitStatus.ok
          }
          if (positionals[0] === undefined)
            say(`The state is locked by ${describeLock(found)} (lock ${found.id}).\n`)
          if (!flags.autoApprove) {
            const question = `\nWhoever holds it may still be writing. Release the lock? Only 'yes' is taken for a yes: `
            const answer = await terminal.ask(question, context.interrupt)
            if (answer?.trim() !== 'yes')
              throw failure('terraform-declined', 'not released: the lock is as it was')
          }
          await unlockState(context, found.id)
          say('The lock is released.\n')
          return exitStatus.ok
        },
      )
    })
  },
}

const cannotAsk = () =>
  failure(
    'no-terminal',
    'terrane unlock asks before it releases a lock, and there is no terminal to ask on',
    {
      hint: 'make sure that nobody works with the state, then give --auto-approve',
    },
  )
