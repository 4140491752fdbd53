import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { init } from '../../terraform/driver/init.js'
import type { CommandModule } from '../command.js'
import { type DriveFlags, driveCommand } from '../drive-command.js'
import { addBinaryOptions, addCompileOptions, collect, duration } from '../options.js'

interface Flags extends DriveFlags {
  readonly upgrade?: boolean
  readonly reconfigure?: boolean
  readonly migrateState?: boolean
  readonly forceCopy?: boolean
  readonly backendConfig?: readonly string[]
  readonly lockTimeout?: string
}

export const command: CommandModule<Flags> = {
  configure: command => {
    addBinaryOptions(addCompileOptions(command))
      .option('--upgrade', 'take newer versions of providers and modules')
      .option('--reconfigure', 'use a changed backend with the state that it has')
      .option('--migrate-state', 'copy the state to a changed backend')
      .option('--force-copy', 'with --migrate-state: answer yes to its questions')
      .option(
        '--backend-config <setting>',
        'a setting of the backend: name=value, or a file (repeatable)',
        collect,
      )
      .option('--lock-timeout <duration>', "how long to wait for the state's lock, as in 30s", duration)
  },
  run: async invocation => {
    const { flags, terminal } = invocation
    if (flags.reconfigure && flags.migrateState) {
      throw failure('usage', '--reconfigure and --migrate-state exclude each other')
    }
    if (flags.forceCopy && !flags.migrateState) {
      throw failure('usage', '--force-copy is about --migrate-state, which is missing')
    }
    if (flags.migrateState && !flags.forceCopy && !terminal.canAsk) {
      throw failure(
        'no-terminal',
        'a migration of the state asks questions, and there is no terminal to ask on',
        {
          hint: 'add --force-copy to answer yes to all of them',
        },
      )
    }
    return await driveCommand('init', invocation, async ({ context, progress }) => {
      if (flags.migrateState) progress.pause()
      const {
        upgrade = false,
        reconfigure = false,
        migrateState = false,
        forceCopy = false,
        lockTimeout,
      } = flags
      await init(context, {
        upgrade,
        reconfigure,
        migrateState,
        forceCopy,
        backendConfig: (flags.backendConfig ?? []).map(setting => backendSetting(setting, terminal.cwd)),
        ...(lockTimeout === undefined ? {} : { lockTimeout }),
      })
      progress.pause()
      if (!invocation.common.json) terminal.out('The work folder is initialised.\n')
      return exitStatus.ok
    })
  },
}

/** A file's path starts where the user is, not in the work folder. */
const backendSetting = (setting: string, cwd: string): string => {
  const path = resolve(cwd, setting)
  return existsSync(path) ? path : setting
}
