import { projectFolder } from '../../project/entry.js'
import { affectedBy, changedFiles } from '../../project/stacks/affected.js'
import { prepareStacks } from '../../project/stacks/prepare-stacks.js'
import { chosenNames } from '../../project/stacks/select.js'
import { sourcesOf } from '../../project/stacks/sources.js'
import type { PreparedStacks, StackProject } from '../../project/stacks/stack-project.js'
import type { Invocation } from '../command.js'
import type { DriveFlags } from '../drive-command.js'
import type { Progress } from '../render/progress.js'
import type { StackFlags } from './stack-options.js'

export interface SelectedStacks {
  readonly names: readonly string[]
  readonly prepared: PreparedStacks
}

/** The stacks that `--only` and `--affected` leave, compiled. Throws what `prepareStacks` throws; `stack-changes-unknown`. */
export const selectStacks = async (
  { flags, tools }: Pick<Invocation<DriveFlags & StackFlags>, 'flags' | 'tools'>,
  project: StackProject,
  { emit }: Pick<Progress, 'emit'>,
  { dependents }: { readonly dependents: boolean },
): Promise<SelectedStacks> => {
  const all = project.stacks.map(({ name }) => name)
  const names = chosenNames(all, flags.only)
  const compile = await tools.compile()
  if (flags.affected === undefined)
    return { names, prepared: await prepareStacks(project, dependents ? all : names, compile, emit) }
  const { run } = await import('../../process/run.js')
  const base = flags.affected === true ? 'HEAD' : flags.affected
  const changed = await changedFiles(projectFolder(project.entries), base, run)
  // Who needs what has changed is known once all are compiled.
  const prepared = await prepareStacks(project, all, compile, emit)
  const affected = affectedBy(changed, sourcesOf(project, prepared.all.values()), prepared.needs)
  return { names: names.filter(name => affected.has(name)), prepared }
}
