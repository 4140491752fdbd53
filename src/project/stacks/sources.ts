/**
 * The files that stacks are made of: their modules, what these name by a path, and so on from file to file. Read from the
 * texts: which files Nix opened, Nix does not tell. A folder stands for all that is in it.
 */
import { isAbsolute, join } from 'node:path'
import { moduleFiles } from '../../nix/sites/module-files.js'
import { forEachExpression } from '../../nix/sites/walk.js'
import { fromBytes } from '../../nix/syntax/bytes.js'
import { projectFolder } from '../entry.js'
import { fileInCheckout } from '../flake.js'
import { isInside } from '../folder.js'
import type { PreparedStack, StackProject } from './stack-project.js'

export interface StackSources {
  /** What all stacks are made of: the project's own modules. */
  readonly common: ReadonlySet<string>
  readonly ofStacks: ReadonlyMap<string, ReadonlySet<string>>
}

/** Absolute paths of files and folders. */
export const sourcesOf = (project: StackProject, stacks: Iterable<PreparedStack>): StackSources => {
  const flake = project.entries.find(entry => entry.kind === 'flake')
  const here = (file: string) => (flake === undefined ? file : fileInCheckout(file, flake.flake))
  const named = new Map(
    [...stacks].map(({ name, project: { definitions } }) => {
      const described = project.stacks.find(stack => stack.name === name)
      const files = [...(described?.files ?? []), ...(definitions?.files ?? [])]
      return [name, files.map(here).filter(file => isAbsolute(file))] as const
    }),
  )
  // What is a stack's alone is not the project's, though its modules name it.
  const own = new Set(project.stacks.flatMap(({ files }) => files.map(here)))
  const roots =
    flake === undefined
      ? project.entries.flatMap(entry => (entry.kind === 'file' ? [entry.path] : []))
      : ['flake.nix', 'flake.lock'].map(name => join(projectFolder(project.entries), name))
  const common = closure(roots, own)
  return {
    common,
    ofStacks: new Map(
      [...named].map(([name, files]) => [name, closure(files.filter(file => !common.has(file)))]),
    ),
  }
}

/** Some files and all that they name, without what is left to others. */
const closure = (files: readonly string[], others: ReadonlySet<string> = new Set()): ReadonlySet<string> => {
  const found = new Set(files)
  for (const file of found) {
    for (const tree of moduleFiles([file], { alone: true }).values())
      forEachExpression(tree.root, expr => {
        if (expr.kind !== 'path' || expr.home) return
        const path = fromBytes(expr.path)
        if (!others.has(path) && !path.startsWith('/nix/store/')) found.add(path)
      })
  }
  return found
}

/** Whether a file is among sources: itself, or in a folder that is. */
export const isAmong = (file: string, sources: ReadonlySet<string>): boolean =>
  sources.has(file) || [...sources].some(source => isInside(file, source))
