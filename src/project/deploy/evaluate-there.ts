/**
 * Systems that the host itself evaluates, for a workstation without Nix. The files of the project are sent there, with the
 * values for the configuration in a file beside them.
 */
import { relative } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import { buildFailure } from '../../nixos/build/build.js'
import type { ManifestHost } from '../../nixos/manifest.js'
import type { HostOperations, HostTarget } from '../../nixos/operations.js'
import { located } from '../../nixos/resolve/connection.js'
import { type Files, filesOfConfiguration, folderOf } from './configuration-files.js'
import type { ProjectHosts } from './hosts-of-project.js'
import { tarOf } from './tar.js'

interface Surroundings {
  readonly operations: HostOperations
  readonly emit: Emit
  readonly signal?: AbortSignal
}

/** Where the files lie on the host; made anew each time. */
const folderThere = '/var/lib/terrane/source'

/** Evaluates and builds on the host. Returns the system's path there. Throws `host-input-unknown`, `nix-build`. */
export const evaluateThere = async (
  target: HostTarget,
  hosts: ProjectHosts,
  surroundings: Surroundings,
): Promise<string> => {
  const { operations, emit } = surroundings
  const { name } = target
  const host = hosts.manifest.hosts[name]!
  const seconds = stopwatch()
  emit({ type: 'host_stage_start', host: name, stage: 'evaluate' })
  const execute = async (words: readonly string[], input?: Uint8Array) => {
    const result = await operations.execute(target, words, {
      ...surroundings,
      ...(input === undefined ? {} : { input }),
    })
    for (const line of result.stderr.split('\n'))
      if (line !== '') emit({ type: 'build_output', host: name, line })
    if (result.status === 0) return result.stdout.trim()
    throw buildFailure(name, name, result.stderr)
  }
  const there = `${folderThere}/${name}`
  await execute(['rm', '-rf', there])
  await execute(['mkdir', '-p', there])
  await execute(['tar', '-x', '-C', there], tarOf(filesOf(name, host, hosts)))
  const nixpkgs = host.nixPath.flatMap(entry => ['-I', entry])
  const output = await execute([
    'nix-build',
    `${there}/terrane.nix`,
    '--no-out-link',
    ...nixpkgs,
    ...host.buildArgs,
  ])
  emit({ type: 'host_stage_end', host: name, stage: 'evaluate', seconds: seconds() })
  return output.split('\n').at(-1)!
}

/** What is sent: the configuration with the files around it, its values, and what ties them together. */
const filesOf = (name: string, host: ManifestHost, hosts: ProjectHosts): Files => {
  const { system, nixpkgs } = host
  const folders = { manifest: hosts.folder, project: hosts.projectFolder }
  const files = filesOfConfiguration(name, hosts.manifest, folders)
  if (files === undefined || system.kind !== 'configuration')
    throw failure('host-invalid', `the host '${name}' has no configuration that could be sent`)
  const file = located(system.file!, hosts.folder)
  return {
    ...files,
    'inputs.json': Buffer.from(JSON.stringify(valuesOf(name, host, hosts))),
    'terrane.nix': Buffer.from(
      expressionOf(name, host, relative(folderOf(file, folders), file), nixpkgs?.kind === 'folder'),
    ),
  }
}

const valuesOf = (name: string, { inputs }: ManifestHost, hosts: ProjectHosts): unknown => {
  if ('values' in inputs) return inputs.values
  const { values, unknown } = hosts.inputs[name]!
  if (unknown.length === 0) return values
  throw failure(
    'host-input-unknown',
    `the host '${name}' is to be given ${unknown.map(one => `inputs.${one}`).join(', ')}, known only after the apply`,
    { hint: 'terrane apply makes it known' },
  )
}

/** Names in strings of Nix: nothing in them is evaluated. */
const nixString = (text: string): string => JSON.stringify(text).replaceAll('${', '\\${')

const expressionOf = (name: string, host: ManifestHost, file: string, isSent: boolean): string => {
  const { nixpkgs, platform, system } = host
  const pinned = isSent
    ? './nixpkgs'
    : nixpkgs?.kind === 'tarball'
      ? `(builtins.fetchTarball { url = ${nixString(nixpkgs.url!)}; sha256 = ${nixString(nixpkgs.sha256!)}; })`
      : '<nixpkgs>'
  const isHermetic = system.kind === 'configuration' && system.hermetic
  const configuration = `(./project + ${nixString(`/${file}`)})`
  return [
    'let',
    `  terrane = { host = ${nixString(name)}; inputs = builtins.fromJSON (builtins.readFile ./inputs.json); };`,
    isHermetic
      ? `  given = import ${configuration}; made = if builtins.isFunction given then given { } else given;`
      : `  made = import (${pinned} + "/nixos/lib/eval-config.nix") { system = ${nixString(platform)}; specialArgs = { inherit terrane; }; modules = [ ${configuration} ]; };`,
    'in',
    '  made.config.system.build.toplevel or made.system',
    '',
  ].join('\n')
}
