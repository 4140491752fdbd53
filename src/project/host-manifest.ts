/** The hosts of a compiled project: checked, told of at their lines of Nix, made into the manifest. */
import { dirname, join } from 'node:path'
import { TerraneError } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import type { DefinitionsDocument } from '../modules/definitions.js'
import { checkHosts } from '../nixos/check/check-hosts.js'
import type { HostProblem } from '../nixos/check/problem.js'
import type { DescribedHosts } from '../nixos/described-host.js'
import type { DeployManifest } from '../nixos/manifest.js'
import { manifestOf } from '../nixos/manifest-of.js'
import { isManifest, readManifest, renderManifest } from '../nixos/manifest-text.js'
import { readIfThere, removeIfThere, writeAtomically } from './atomic-write.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import type { Entry } from './entry.js'

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
  const folders = { manifest: options.workFolder, project: projectFolder(options.entries) }
  return manifestOf(described, folders)
}

/** Where relative paths of a project start: the folder of its first file, or of its flake. */
export const projectFolder = ([first]: readonly Entry[]): string =>
  first === undefined ? '/' : first.kind === 'file' ? dirname(first.path) : first.flake

const refusal = async (problems: readonly HostProblem[], options: CompileOptions, engine: Engine) => {
  const { hostDiagnostics } = await import('./host-diagnostics.js')
  const [first, ...rest] = await hostDiagnostics('host-invalid', problems, options, engine)
  return new TerraneError([first!, ...rest])
}

/** Where the manifest of a work folder is. */
export const manifestPath = (workFolder: string): string => join(workFolder, 'terrane.deploy.json')

/** Writes the manifest beside the document, or removes the one of hosts that are no more. Throws `file-access`. */
export const writeManifest = (workFolder: string, manifest: DeployManifest | undefined, emit: Emit): void => {
  const path = manifestPath(workFolder)
  if (manifest === undefined) {
    const there = readIfThere(path)
    if (there !== undefined && isManifest(there)) removeIfThere(path)
    return
  }
  const text = renderManifest(manifest)
  const changed = writeAtomically(path, text)
  emit({ type: 'document_written', path, changed, bytes: Buffer.byteLength(text) })
}

/** The manifest as it was last written. Throws `manifest-invalid`. */
export const writtenManifest = (workFolder: string): DeployManifest | undefined => {
  const path = manifestPath(workFolder)
  const text = readIfThere(path)
  return text === undefined ? undefined : readManifest(text, path)
}
