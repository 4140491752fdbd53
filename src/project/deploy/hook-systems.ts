/**
 * What makes Terraform deploy a host anew: its system, evaluated while the project is compiled. A reference among the inputs
 * stands for its value, which Terraform itself watches. A configuration that can't do with that is known by its files.
 */
import { createHash } from 'node:crypto'
import { TerraneError } from '../../contracts/diagnostic.js'
import type { MergedValue } from '../../modules/document.js'
import type { DeployManifest } from '../../nixos/manifest.js'
import { hookLabel } from '../../nixos/output-names.js'
import type { CompileOptions } from '../compile-options.js'
import { projectFolder } from '../entry.js'
import { evaluateSystems } from '../systems.js'
import { filesOfConfiguration } from './configuration-files.js'
import { tarOf } from './tar.js'

type Options = Readonly<Record<string, MergedValue>>

/** The merged options with the systems of hosts that Terraform deploys. Throws where a configuration is wrong. */
export const withHookSystems = async (
  options: Options,
  manifest: DeployManifest,
  compile: CompileOptions,
): Promise<Options> => {
  const names = Object.keys(manifest.hosts).filter(name => manifest.hosts[name]!.trigger === 'terraform')
  if (names.length === 0) return options
  const systems = await systemsOf(names, manifest, compile)
  const resource = options.resource as Tree
  const filled = names.map(name => {
    const block = resource.terraform_data![hookLabel(name)] as Tree
    const triggers = { ...block.triggers_replace, system: systems.get(name)! }
    return [hookLabel(name), { ...block, triggers_replace: triggers }] as const
  })
  const blocks = { ...resource.terraform_data, ...Object.fromEntries(filled) }
  return { ...options, resource: { ...resource, terraform_data: blocks } as unknown as MergedValue }
}

interface Tree {
  readonly [name: string]: Readonly<Record<string, MergedValue>>
}

const systemsOf = async (
  names: readonly string[],
  manifest: DeployManifest,
  compile: CompileOptions,
): Promise<ReadonlyMap<string, string>> => {
  const isHere = (name: string) => manifest.hosts[name]!.evaluate === 'local'
  const systems = new Map<string, string>()
  const errors: TerraneError[] = []
  const given = { compile, manifest, inputs: {}, placeholders: true }
  await evaluateSystems(names.filter(isHere), given, (name, system) => {
    if (!(system instanceof Error)) systems.set(name, system.output)
    else if ('output' in manifest.hosts[name]!.inputs) systems.set(name, fingerprint(name, manifest, compile))
    else errors.push(system)
  })
  const [first, ...rest] = errors.flatMap(({ diagnostics }) => diagnostics)
  if (first !== undefined) throw new TerraneError([first, ...rest], { texts: errors[0]!.texts })
  for (const name of names) if (!systems.has(name)) systems.set(name, fingerprint(name, manifest, compile))
  return systems
}

/** The files that a configuration may be made from; nothing more is known of one that stands in the project. */
const fingerprint = (
  name: string,
  manifest: DeployManifest,
  { workFolder, entries }: CompileOptions,
): string => {
  const folders = { manifest: workFolder, project: projectFolder(entries) }
  const files = filesOfConfiguration(name, manifest, folders)
  if (files === undefined) return 'not known before the apply'
  return `files ${createHash('sha256').update(tarOf(files)).digest('hex')}`
}
