/**
 * States hold secrets in plain text. What tofu/terraform makes for us only its owner can read (umask 077), but a state
 * that it made before, without us, keeps the permissions that it had.
 */
import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { DriveContext } from './context.js'

/** Whether a file of that name is a state or a backup of one. */
export const isStateFile = (name: string): boolean => /\.tfstate(\.backup|\.\d+\.backup)?$/.test(name)

/** Where the states of other workspaces than the first are. */
export const stateFolder = 'terraform.tfstate.d'

/** Takes the local state files, backups and other workspaces' included, from everyone but their owner. */
export const protectState = ({ folder, facts }: Pick<DriveContext, 'folder' | 'facts'>): void => {
  const named = facts.statePath === undefined ? [] : [resolve(folder, facts.statePath)]
  const workspaces = join(folder, stateFolder)
  const folders = [folder, ...namesIn(workspaces).map(name => join(workspaces, name))]
  const found = folders.flatMap(path =>
    namesIn(path)
      .filter(isStateFile)
      .map(name => join(path, name)),
  )
  for (const path of [...named, ...named.map(state => `${state}.backup`), ...found]) restrict(path)
}

const restrict = (path: string): void => {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat === undefined || !stat.isFile() || (stat.mode & 0o077) === 0) return
  try {
    chmodSync(path, stat.mode & 0o700)
  } catch {
    // It belongs to someone else, who decides.
  }
}

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
