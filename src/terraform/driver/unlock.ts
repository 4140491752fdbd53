/** Takes away the lock of a state that nobody holds any more. */
import { readFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { run } from '../../process/run.js'
import { type DriveContext, environment } from './context.js'
import { ensureInit } from './init.js'
import { reported } from './query.js'
import { isLockError, readLockFile, readStateLock, type StateLock } from './state-lock.js'
import { step, tellerOf } from './step.js'
import { stepError } from './step-error.js'

/**
 * The lock of the state, found by trying to get it; undefined when nobody holds it. Throws what makes a plan fail before
 * it asks for the lock.
 */
export const findStateLock = async (context: DriveContext): Promise<StateLock | undefined> => {
  await ensureInit(context)
  // Changes nothing and asks nobody: it ends as soon as it has the lock and has planned, or has found it taken.
  const args = ['plan', '-json', '-no-color', '-input=false', '-refresh=false', '-lock-timeout=0s']
  const result = await step(context, args, () => 'quiet')
  const refused = result.errors.find(({ summary }) => isLockError(summary))
  if (refused !== undefined) {
    const lock = readStateLock(refused.detail) ?? lockBeside(context)
    if (lock === undefined) throw stepError(tellerOf(context), 'plan', result)
    return lock
  }
  if (result.interrupted) throw failure('interrupted', 'interrupted')
  return undefined
}

/** Of a local state. */
const lockBeside = ({ folder, facts }: DriveContext): StateLock | undefined => {
  const state = resolve(folder, facts.statePath ?? 'terraform.tfstate')
  const name = state.slice(dirname(state).length + 1)
  try {
    return readLockFile(readFileSync(resolve(dirname(state), `.${name}.lock.info`), 'utf8'))
  } catch {
    return undefined
  }
}

/** Takes the lock with this id away. Throws `terraform-failed` with what Terraform says. */
export const unlockState = async (context: DriveContext, id: string): Promise<void> => {
  await ensureInit(context)
  const { status, stdout, stderr } = await run(context.binary.path, ['force-unlock', '-force', id], {
    cwd: context.folder,
    env: environment(context),
  })
  if (status === 0) return
  throw failure('terraform-failed', `the lock ${id} could not be released`, {
    notes: [reported(stderr || stdout)],
    hint: 'terrane unlock without an id finds the lock that there is',
  })
}
