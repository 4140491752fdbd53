/**
 * Stacks that were applied and are no longer declared, or no longer in that folder: no command finds what they made. Each
 * work folder says in its `owner.json` whose it is; those that lie beside the folders of today's stacks are looked at.
 */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { type Diagnostic, failure } from '../../contracts/diagnostic.js'
import { stateFolder } from '../../terraform/driver/state-files.js'
import { readIfThere } from '../atomic-write.js'
import { filesIn } from '../folder.js'
import { ownerOf, terraneFolder, workFolderOfStack } from '../work-folder.js'
import { stackFolder } from './stack-folders.js'
import type { StackProject } from './stack-project.js'
import { resourcesIn } from './state-left.js'

/** A warning for each local state with resources that no stack of the project has any longer. */
export const leftStacks = (project: StackProject): readonly Diagnostic[] => {
  const folders = new Set(project.stacks.map(stack => stackFolder(project.folder.path, stack)))
  const parents = new Set([join(project.folder.path, 'stacks'), ...[...folders].map(dirname)])
  return [...parents].sort().flatMap(parent =>
    filesIn(parent)
      .map(name => join(parent, name))
      .filter(folder => !folders.has(folder))
      .flatMap(folder => {
        const stack = ownedStack(folder, project)
        return stack === undefined ? [] : statesIn(folder).flatMap(state => left(stack, state, project))
      }),
  )
}

/** The stack of this project that has taken a folder. */
const ownedStack = (folder: string, { entries }: StackProject): string | undefined => {
  // Beside the folders of stacks there may be files, and folders that are not for us to read.
  if (!existsSync(terraneFolder(folder))) return undefined
  const owner = ownerOf(folder)
  if (owner?.stack === undefined) return undefined
  const ours = workFolderOfStack(entries, owner.stack, folder).entries
  return JSON.stringify(owner.entries) === JSON.stringify(ours) ? owner.stack : undefined
}

/** Of all workspaces. */
const statesIn = (folder: string): readonly string[] =>
  [folder, ...filesIn(join(folder, stateFolder)).map(name => join(folder, stateFolder, name))]
    .map(place => join(place, 'terraform.tfstate'))
    .filter(path => existsSync(path))

const left = (name: string, state: string, project: StackProject): readonly Diagnostic[] => {
  const count = resourcesIn(readIfThere(state))
  if (count === 0) return []
  const has = `${count} resource${count === 1 ? '' : 's'}`
  const declared = project.stacks.find(stack => stack.name === name)
  const { diagnostics } = failure(
    'stack-left',
    declared === undefined
      ? `the stack '${name}' is no longer declared, and its state has ${has}`
      : `the stack '${name}' has another work folder now, and the state in its former one has ${has}`,
    {
      notes: [`${state}: no command looks at it any longer`],
      hint:
        declared === undefined
          ? `if it was renamed, move that file into the work folder of the new stack before that is applied; else declare it again, terrane destroy --only ${name}, and take it out then`
          : `move that file into ${stackFolder(project.folder.path, declared)} before the stack is applied there`,
    },
  )
  return diagnostics.map(one => ({ ...one, severity: 'warning' }))
}
