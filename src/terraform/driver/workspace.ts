/** Which of several states a run is about. https://developer.hashicorp.com/terraform/language/state/workspaces */
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { nearest } from '../../contracts/nearest.js'
import { run } from '../../process/run.js'
import { environment, type QueryContext } from './context.js'

/** The workspace that tofu/terraform will take: the one that is asked for, else the one that is selected. */
export const workspaceOf = ({ folder, environment: asked }: QueryContext): string => {
  const named = asked?.TF_WORKSPACE ?? process.env.TF_WORKSPACE
  if (named) return named
  try {
    const data = resolve(folder, process.env.TF_DATA_DIR || '.terraform')
    return readFileSync(resolve(data, 'environment'), 'utf8').trim() || 'default'
  } catch {
    return 'default'
  }
}

/**
 * Some backends take any name for a workspace that is there and empty: a slip of the pen would make everything anew.
 * Throws `workspace-missing` for one that was asked for and is not there.
 */
export const requireWorkspace = async ({
  binary,
  folder,
  environment: asked = {},
}: QueryContext): Promise<void> => {
  const name = asked?.TF_WORKSPACE
  if (name === undefined || name === 'default') return
  const { status, stdout } = await run(binary.path, ['workspace', 'list'], {
    cwd: folder,
    // Named here, it would be listed for that alone.
    env: { ...environment({ environment: asked }), TF_WORKSPACE: undefined },
  })
  // What can't list them says itself what it misses.
  if (status !== 0) return
  const names = stdout
    .split('\n')
    .map(line => line.replace(/^[* ]+/, '').trim())
    .filter(line => /^[^\s]+$/.test(line))
  if (names.includes(name)) return
  const similar = nearest(name, names)
  throw failure('workspace-missing', `there is no workspace '${name}'`, {
    notes: [`the workspaces are ${names.join(', ')}`],
    hint: similar === undefined ? `terrane tf -- workspace new ${name} makes it` : `did you mean ${similar}?`,
  })
}
