/** A document that was compiled elsewhere, such as the flake library's, as a project that can be driven. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import type { DeployManifest } from '../../nixos/manifest.js'
import { readDocumentFacts } from '../../terraform/driver/document-facts.js'
import { readable } from '../file-access.js'
import type { Prepared } from '../prepare.js'
import { claimWorkFolder } from '../work-folder.js'

export interface Artefact {
  /** The config.tf.json. */
  readonly document: string
  /** What the work folder belongs to: a path in the store would be another one with each change. */
  readonly name: string
  readonly workdir: string
  readonly cwd: string
  /** Its NixOS hosts (`artefactHosts`), where they are wanted. */
  readonly manifest?: DeployManifest
}

/** Takes the work folder for the document. Throws `document-invalid`, `file-access`, `work-folder-owned`. */
export const prepareArtefact = ({ document, name, workdir, cwd, manifest }: Artefact): Prepared => {
  const path = resolve(cwd, document)
  if (!existsSync(path)) throw failure('file-access', `there is no file ${document}`)
  const text = readFileSync(readable(path), 'utf8')
  const folder = { path: resolve(cwd, workdir), entries: [`document:${name}`] }
  const facts = factsOf(text, path)
  claimWorkFolder(folder)
  return { folder, entries: [], text, facts: () => facts, ...(manifest === undefined ? {} : { manifest }) }
}

const factsOf = (text: string, path: string) => {
  try {
    return readDocumentFacts(text)
  } catch (cause) {
    throw failure('document-invalid', `${path} is not a config.tf.json`, {
      cause,
      hint: 'Give what terrane compile writes, or lib.terraneConfiguration of the flake.',
    })
  }
}
