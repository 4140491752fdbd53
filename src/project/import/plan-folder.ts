/**
 * A folder to plan one side of a comparison in: its configuration, and links to what else is beside the imported files. An
 * override file takes the backend's place, so that neither state nor credentials are needed for it.
 */
import { copyFileSync, mkdirSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { blocksOf } from '../../terraform/document/blocks.js'
import type { TerraformDocument } from '../../terraform/document/shape.js'
import { isStateFile } from '../../terraform/driver/state-files.js'

export interface PlanFolderOptions {
  /** Where it is made; anything there is removed. */
  readonly folder: string
  /** Where the imported files are. */
  readonly source: string
  /** The configuration: texts by name. */
  readonly files: Readonly<Record<string, string>>
  /** What it says, for the sources of modules. */
  readonly document: TerraformDocument
}

const configuration = /\.(?:tf|tofu)(?:\.json)?$/

export const makePlanFolder = ({ folder, source, files, document }: PlanFolderOptions): void => {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const name of readdirSync(source)) {
    if (configuration.test(name) || name === '.terraform' || isStateFile(name)) continue
    if (name === '.terraform.lock.hcl') copyFileSync(join(source, name), join(folder, name))
    else symlinkSync(join(source, name), join(folder, name))
  }
  for (const [name, text] of Object.entries(files))
    writeFileSync(join(folder, basename(name)), text, { mode: 0o600 })
  const modules = blocksOf(document, 'module').flatMap(({ labels: [name], members }) =>
    typeof members.source === 'string' && members.source.startsWith('../')
      ? [[name, { source: relative(folder, resolve(source, members.source)) }] as const]
      : [],
  )
  const override = {
    terraform: { backend: { local: {} } },
    ...(modules.length === 0 ? {} : { module: Object.fromEntries(modules) }),
  }
  writeFileSync(join(folder, 'terrane_override.tf.json'), JSON.stringify(override))
}
