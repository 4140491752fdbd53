/**
 * Asks tofu/terraform for the schemas of providers that `init` has installed. Not in the work folder: there it would look
 * at the backend and the state first, which takes credentials. A folder with nothing but the requirements will do; the
 * providers themselves are those of the work folder.
 */
import { copyFileSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { providerSchemasIn } from '../../provider/read-schemas.js'
import type { ProviderSchemas } from '../../provider/schema.js'
import type { DriveContext } from './context.js'
import { dataFolder } from './init.js'
import { query } from './query.js'

export interface WantedProvider {
  readonly source: string
  readonly version?: string
}

const lockFile = '.terraform.lock.hcl'

/** The schemas of some providers. Throws `terraform-failed`, `schema-file`, `interrupted`. */
export const readProviderSchemasOf = async (
  context: DriveContext,
  wanted: readonly WantedProvider[],
): Promise<ProviderSchemas> => {
  const folder = join(context.runFolder, 'schemas')
  try {
    mkdirSync(join(folder, '.terraform'), { recursive: true })
    const providers = join(dataFolder(context), 'providers')
    if (existsSync(providers)) symlinkSync(providers, join(folder, '.terraform', 'providers'))
    const lock = join(context.folder, lockFile)
    if (existsSync(lock)) copyFileSync(lock, join(folder, lockFile))
    writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(requirements(wanted)))
    const dump = await query(context, ['providers', 'schema', '-json'], {
      folder,
      env: { TF_DATA_DIR: undefined, TF_WORKSPACE: undefined },
    })
    return providerSchemasIn(dump, `the answer of ${context.binary.dialect} providers schema`)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const requirements = (wanted: readonly WantedProvider[]): object => ({
  terraform: {
    required_providers: Object.fromEntries(
      wanted.map(({ source, version }, index) => [
        `p${index}`,
        { source, ...(version === undefined ? {} : { version: `= ${version}` }) },
      ]),
    ),
  },
})
