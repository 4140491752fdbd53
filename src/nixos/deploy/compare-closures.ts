import type { ClosureDiff } from '../../contracts/events.js'
import { agentWords } from '../agent/program.js'
import type { Host } from '../connection/connect.js'
import type { HostDeployment, HostState } from '../deployment.js'
import { type ClosurePath, closureDiff, readClosure } from './closure-diff.js'
import type { DeployContext } from './context.js'
import { requisites } from './copy-closure.js'
import { runRemote } from './remote.js'

/** What a deployment changes in what the host runs; undefined where the host's closure can't be read. The agent has to be there. */
export const compareClosures = async (
  host: Host,
  { closure, built }: HostDeployment,
  { current }: HostState,
  context: DeployContext,
): Promise<ClosureDiff | undefined> => {
  if (current === undefined) return undefined
  const signal = context.signal === undefined ? {} : { signal: context.signal }
  const there = async (path: string): Promise<readonly ClosurePath[] | undefined> => {
    const { status, stdout } = await runRemote(host, agentWords('closure', [path]), { root: true, ...signal })
    return status === 0 ? readClosure(stdout) : undefined
  }
  const here = async (): Promise<readonly ClosurePath[]> => {
    const paths = await requisites(context.run, closure)
    const { stdout } = await context.run('nix-store', ['--query', '--size', ...paths])
    const sizes = stdout.split('\n')
    return paths.map((path, index) => ({ path, bytes: Number(sizes[index]) }))
  }
  const [from, to] = await Promise.all([there(current), built === 'target' ? there(closure) : here()])
  return from === undefined || to === undefined
    ? undefined
    : closureDiff({ system: current, paths: from }, { system: closure, paths: to })
}
