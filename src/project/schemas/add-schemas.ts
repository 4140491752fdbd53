/** Takes schemas from a file that somebody made: for providers that can't be asked here. */
import { failure } from '../../contracts/diagnostic.js'
import { readProviderSchemas } from '../../provider/read-schemas.js'
import { type KeptSchemaReport, keepSchema, providersOf } from './keep-schema.js'
import { addedFile } from './schema-places.js'

/**
 * Keeps the schemas of a dump (`terraform providers schema -json`) in a folder, a file a provider. Throws `schema-file`
 * for what is no dump, or has no provider; `file-access`.
 */
export const addSchemas = (dump: string, folder: string): readonly KeptSchemaReport[] => {
  const providers = providersOf(readProviderSchemas(dump))
  if (providers.length === 0)
    throw failure('schema-file', `${dump} has no provider in it`, {
      hint: 'run terraform providers schema -json where a configuration uses some, after terraform init',
    })
  const files = providers.map(([source, schema]) => {
    const path = addedFile(folder, source)
    if (path === undefined)
      throw failure('schema-file', `${dump} names a provider that can't be one: ${JSON.stringify(source)}`)
    return { path, source, schema }
  })
  return files.map(({ path, source, schema }) => keepSchema(path, { source }, schema))
}
