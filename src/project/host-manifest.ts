/** The hosts of a compiled project: checked, told of at their lines of Nix, made into the manifest. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { TerraneError } from '../contracts/diagnostic.js'
import type { DefinitionsDocument } from '../modules/definitions.js'
import { checkHosts } from '../nixos/check/check-hosts.js'
import type { HostProblem } from '../nixos/check/problem.js'
import type { DescribedHosts } from '../nixos/described-host.js'
import type { DeployManifest } from '../nixos/manifest.js'
import { manifestOf } from '../nixos/manifest-of.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import { projectFolder } from './entry.js'

/** Makes the manifest. Throws `host-invalid` with everything that is wrong with the hosts. */
export const hostManifest = async (
  { hosts }: DefinitionsDocument,
  options: CompileOptions,
  engine: Engine,
): Promise<DeployManifest> => {
  const described = hosts as DescribedHosts
  const inFlake = options.entries.some(({ kind }) => kind === 'flake')
  const problems = checkHosts(described, { inFlake })
  if (problems.length > 0) throw await refusal(problems, options, engine)
  const project = projectFolder(options.entries)
  const checkout = checkoutOf(project)
  const folders = {
    manifest: options.workFolder,
    project,
    ...(checkout === undefined ? {} : { checkout }),
  }
  return manifestOf(described, folders)
}

/** The folder of the git checkout that a folder is in. */
const checkoutOf = (folder: string): string | undefined =>
  existsSync(join(folder, '.git'))
    ? folder
    : dirname(folder) === folder
      ? undefined
      : checkoutOf(dirname(folder))

const refusal = async (problems: readonly HostProblem[], options: CompileOptions, engine: Engine) => {
  const { hostDiagnostics } = await import('./host-diagnostics.js')
  const [first, ...rest] = await hostDiagnostics('host-invalid', problems, options, engine)
  return new TerraneError([first!, ...rest])
}
