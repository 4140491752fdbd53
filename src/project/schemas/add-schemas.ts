/** Takes schemas from a file that somebody made: for providers that can't be asked here. */
import { failure } from '../../contracts/diagnostic.js'
import type { ProviderSchemas } from '../../provider/schema.js'
import { type KeptSchemaReport, keepSchema, providersOf } from './keep-schema.js'
import { addedFile } from './schema-places.js'

/**
 * Keeps the schemas of a dump (`terraform providers schema -json`) in a folder, a file a provider. Throws `schema-file`
 * for one
 * that has no provider, `file-access`. `name`: what the dump is called.
 */
export const addSchemas = (
  dump: ProviderSchemas,
  name: string,
  folder: string,
): readonly KeptSchemaReport[] => {
  const providers = providersOf(dump)
  if (providers.length === 0)
    throw failure('schema-file', `${name} has no provider in it`, {
      hint: 'run terraform providers schema -json where a configuration uses some, after terraform init',
    })
  const files = providers.map(([source, schema]) => {
    const path = addedFile(folder, source)
    if (path === undefined)
      throw failure('schema-file', `${name} names a provider that can't be one: ${JSON.stringify(source)}`)
    return { path, source, schema }
  })
  return files.map(({ path, source, schema }) => keepSchema(path, { source }, schema))
}
