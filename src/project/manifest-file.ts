/** `terrane.deploy.json` in a work folder. Most projects have none: what reads one is loaded when there is one. */
import { join } from 'node:path'
import type { Emit } from '../contracts/events.js'
import type { DeployManifest } from '../nixos/manifest.js'
import { isManifest, renderManifest } from '../nixos/manifest-text.js'
import { readIfThere, removeIfThere, writeAtomically } from './atomic-write.js'

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
export const writtenManifest = async (workFolder: string): Promise<DeployManifest | undefined> => {
  const path = manifestPath(workFolder)
  const text = readIfThere(path)
  if (text === undefined) return undefined
  const { readManifest } = await import('../nixos/read-manifest.js')
  return readManifest(text, path)
}
