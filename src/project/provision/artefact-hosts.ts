/** The hosts of a document that was compiled elsewhere: a manifest whose systems are built already. */
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { checkHosts } from '../../nixos/check/check-hosts.js'
import type { DeployManifest, ManifestHost } from '../../nixos/manifest.js'
import { readManifest } from '../../nixos/read-manifest.js'
import { located } from '../../nixos/resolve/connection.js'
import { readable } from '../file-access.js'

/**
 * Reads the manifest, by default the terrane.deploy.json beside the document. Throws `file-access`, `manifest-invalid`, the
 * latter also for hosts that need the project's modules.
 */
export const artefactHosts = (
  document: string,
  manifest: string | undefined,
  cwd: string,
): DeployManifest => {
  const path =
    manifest === undefined
      ? join(dirname(resolve(cwd, document)), 'terrane.deploy.json')
      : resolve(cwd, manifest)
  if (!existsSync(path))
    throw failure('file-access', `there is no file ${manifest ?? path}, which has the hosts`, {
      hint: 'name it: --manifest FILE; terrane compile writes it beside the document, where the project has hosts',
    })
  const { hosts, ...rest } = readManifest(readFileSync(readable(path), 'utf8'), path)
  for (const [name, host] of Object.entries(hosts)) complete(name, host, path)
  refuseWrong(hosts, path)
  const folder = dirname(path)
  return {
    ...rest,
    hosts: Object.fromEntries(
      Object.entries(hosts).map(([name, host]) => [name, withAbsolutePaths(host, folder)]),
    ),
  }
}

/** Throws where something stands in the project alone. */
const complete = (name: string, host: ManifestHost, path: string): void => {
  const { system, target, keys } = host
  const secret = Object.entries(keys).find(([, { source }]) => source.kind === 'text')?.[0]
  const lacks =
    host.trigger === 'terraform'
      ? `the host '${name}' is deployed by Terraform, which needs the project`
      : system.kind !== 'closure'
        ? `the system of the host '${name}' is evaluated from the project`
        : secret !== undefined
          ? `the text of the key '${secret}' of the host '${name}' stands in the project`
          : target.identity === 'text'
            ? `the private key for the host '${name}' stands in the project`
            : undefined
  if (lacks === undefined) return
  throw failure('manifest-invalid', `${path}: ${lacks}, which is not here`, {
    hint:
      system.kind === 'closure' && host.trigger === 'driver'
        ? 'name a file, a variable, a command or an output of Terraform that has it'
        : 'give the project (--file), or what is built: lib.terraneConfiguration has it as `deployManifest`',
  })
}

/** A compile has looked at its hosts; what comes from elsewhere nobody may have looked at. */
const refuseWrong = (hosts: DeployManifest['hosts'], path: string): void => {
  const described = Object.entries(hosts).map(([name, { system, keys, ...host }]) => {
    const sources = Object.entries(keys).map(([key, { source, ...rest }]) => [
      key,
      { ...rest, sources: [source] },
    ])
    return [name, { ...host, systems: [system], evalArgs: [], keys: Object.fromEntries(sources) }] as const
  })
  const problems = checkHosts(Object.fromEntries(described), { inFlake: false })
  if (problems.length === 0) return
  throw failure('manifest-invalid', `${path} has hosts that make no sense`, {
    notes: problems.map(({ message }) => message),
  })
}

const withAbsolutePaths = (host: ManifestHost, folder: string): ManifestHost => ({
  ...host,
  target: {
    ...host.target,
    identityFile:
      typeof host.target.identityFile === 'string'
        ? located(host.target.identityFile, folder)
        : host.target.identityFile,
  },
  keys: Object.fromEntries(
    Object.entries(host.keys).map(([name, { source, ...key }]) => [
      name,
      { ...key, source: source.kind === 'file' ? { ...source, path: located(source.path, folder) } : source },
    ]),
  ),
})
