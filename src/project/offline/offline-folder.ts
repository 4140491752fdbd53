/**
 * A folder to plan in as if nothing existed: the document and what else the work folder has, but no state, no backend
 * and no installed providers. An override file
 * (https://developer.hashicorp.com/terraform/language/files/override) takes the backend's place, so that the document
 * stays as it is, byte by byte, and lines in it mean the same.
 */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { blocksOf } from '../../terraform/document/blocks.js'
import type { TerraformDocument } from '../../terraform/document/shape.js'
import { isStateFile, stateFolder } from '../../terraform/driver/state-files.js'

export interface OfflineFolderOptions {
  readonly workFolder: string
  /** Where it is made; anything there is removed. */
  readonly folder: string
  /** The text of config.tf.json. */
  readonly text: string
  readonly document: TerraformDocument
  /** The folder where `init` has put modules. */
  readonly dataFolder: string
}

const documentName = 'config.tf.json'

const leftOut = (name: string): boolean =>
  name === documentName ||
  name === '.terraform' ||
  name === '.terraform.lock.hcl' ||
  name === stateFolder ||
  isStateFile(name)

/** Makes the folder. */
export const makeOfflineFolder = (options: OfflineFolderOptions): void => {
  const { workFolder, folder, text, document, dataFolder } = options
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(workFolder))
    if (!leftOut(name)) symlinkSync(join(workFolder, name), join(folder, name))
  writeFileSync(join(folder, documentName), text, { mode: 0o600 })
  const override = {
    terraform: { backend: { local: {} } },
    ...moduleSources(document, workFolder, folder),
  }
  writeFileSync(join(folder, 'terrane_override.tf.json'), JSON.stringify(override))
  const modules = join(dataFolder, 'modules')
  if (existsSync(modules)) cpSync(modules, join(folder, '.terraform', 'modules'), { recursive: true })
}

/** Folders above the work folder are elsewhere, seen from the new one. */
const moduleSources = (document: TerraformDocument, workFolder: string, folder: string): object => {
  const sources = blocksOf(document, 'module').flatMap(({ labels: [name], members: { source } }) =>
    typeof source === 'string' && source.startsWith('../')
      ? [[name, { source: relative(folder, resolve(workFolder, source)) }] as const]
      : [],
  )
  return sources.length === 0 ? {} : { module: Object.fromEntries(sources) }
}
