/**
 * Nix copies the folder of a `path:` flake into the store, which everyone on the machine can read, and so a state that
 * lies in it. A flake in a git checkout is copied without what git doesn't know.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import type { DocumentFacts } from '../terraform/driver/document-facts.js'
import type { Entry } from './entry.js'
import { isInside } from './folder.js'
import type { WorkFolder } from './work-folder.js'

/** Throws `state-would-leak` for a state in the work folder that Nix would copy with the flake. */
export const refuseLeak = (
  entries: readonly Entry[],
  folder: WorkFolder,
  facts: () => DocumentFacts,
): void => {
  for (const entry of entries) {
    if (entry.kind === 'file' || inGit(entry.flake) || !isInside(folder.path, entry.flake)) continue
    if (facts().backend !== undefined) return
    throw leak(folder.path, entry.flake)
  }
}

/**
 * The same for the flake that a host's system is an output of, when the project itself is none. Throws `state-would-leak` for a
 * state that is there already.
 */
export const refuseStateInFlake = (flake: string, workFolder: string): void => {
  const hasState = ['terraform.tfstate', 'terraform.tfstate.d'].some(name =>
    existsSync(join(workFolder, name)),
  )
  if (hasState && !inGit(flake) && isInside(workFolder, flake)) throw leak(workFolder, flake)
}

const leak = (workFolder: string, flake: string) =>
  failure('state-would-leak', `the state in ${workFolder} would be copied into the Nix store`, {
    notes: [
      `the flake ${flake} is not in a git checkout, so that Nix copies all of its folder`,
      'everyone on this machine can read the store, and a state holds secrets in plain text',
    ],
    hint: 'git init the flake, use a work folder outside of it (--workdir FOLDER), or configure a backend',
  })

/** A `.git` is a folder, or in a worktree a file. */
const inGit = (folder: string): boolean => {
  if (existsSync(join(folder, '.git'))) return true
  const parent = dirname(folder)
  return parent !== folder && inGit(parent)
}
