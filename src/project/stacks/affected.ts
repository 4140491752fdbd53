/** Which stacks changes in git concern. */
import { join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import type { Run } from '../../process/runner.js'
import { type Needs, reversed, withNeeded } from './order.js'
import { isAmong, type StackSources } from './sources.js'

/** The stacks of which a file has changed, and all that need one of those. Pure. */
export const affectedBy = (
  changed: readonly string[],
  { common, ofStacks }: StackSources,
  needs: Needs,
): ReadonlySet<string> => {
  const touched = changed.some(file => isAmong(file, common))
    ? ofStacks.keys()
    : [...ofStacks].filter(([, files]) => changed.some(file => isAmong(file, files))).map(([name]) => name)
  return withNeeded(touched, reversed(needs))
}

/**
 * The files that are not as they were where the branch left `base`: committed since, changed, deleted, or new and not
 * ignored. Absolute paths. Throws `stack-changes-unknown` where git can't tell.
 */
export const changedFiles = async (folder: string, base: string, run: Run): Promise<readonly string[]> => {
  const git = async (hint: string, ...args: string[]): Promise<string> => {
    const { status, stdout, stderr } = await run('git', ['-C', folder, ...args])
    if (status === 0) return stdout
    throw failure('stack-changes-unknown', `git can't tell what has changed since ${base}`, {
      ...(stderr.trim() === '' ? {} : { notes: [stderr.trim()] }),
      hint,
    })
  }
  // The way up rather than the path, which git gives without symbolic links.
  const top = join(folder, (await git(outsideHint, 'rev-parse', '--show-cdup')).trimEnd())
  // Without a commit there is nothing that any base would help with.
  await git(commitHint, 'rev-parse', '--verify', '--quiet', 'HEAD')
  const from = (await git(baseHint, 'merge-base', base, 'HEAD')).trim()
  const lists = await Promise.all([
    git(baseHint, 'diff', '--name-only', '--no-renames', '-z', from, '--'),
    git(baseHint, 'ls-files', '--others', '--exclude-standard', '--full-name', '-z', '--', top),
  ])
  return lists.flatMap(list => list.split('\0').filter(name => name !== '')).map(name => join(top, name))
}

const outsideHint =
  '--affected goes by git, and the project is in no checkout that git accepts: name the stacks with --only NAME, or leave both out for all of them'
const commitHint = 'nothing is committed yet: leave --affected out for all stacks, or commit first'
const baseHint =
  'name what to compare with: --affected origin/main. A shallow clone may lack it: git fetch --unshallow'
