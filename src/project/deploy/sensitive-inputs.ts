/** What Terraform calls sensitive must not become part of a system. */
import { TerraneError } from '../../contracts/diagnostic.js'
import { chooseEngine } from '../engine.js'
import type { ProjectHosts } from './hosts-of-project.js'

/** Throws `host-sensitive-input`, at the line of each such input. */
export const refuseSensitiveInputs = async (
  name: string,
  { inputs, compile }: ProjectHosts,
): Promise<void> => {
  const { sensitive } = inputs[name]!
  if (sensitive.length === 0) return
  const { hostDiagnostics } = await import('../host-diagnostics.js')
  const problems = sensitive.map(input => ({
    path: ['nixos', 'hosts', name, 'inputs', ...namesIn(input)],
    message: `the host '${name}' is given inputs.${input}, which Terraform calls sensitive`,
    hint: 'inputs become part of the system, which everyone on the machine can read: make it a key, as in keys.<name>.text',
  }))
  const engine = await chooseEngine(compile.engine)
  const [first, ...rest] = await hostDiagnostics('host-sensitive-input', problems, compile, engine)
  throw new TerraneError([first!, ...rest])
}

/** `a.b[0].c`: the names up to the first index. */
const namesIn = (input: string): readonly string[] => input.replace(/\[.*$/, '').split('.')
