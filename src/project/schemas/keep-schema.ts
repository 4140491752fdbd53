/** Writes provider schemas where compiles will find them. */
import type { ProviderSchema, ProviderSchemas } from '../../provider/schema.js'
import { schemaKinds, schemasOf } from '../../terraform/schema/known.js'
import { type SchemaName, sliceText } from '../../terraform/schema/slices.js'
import { shortSource } from '../../terraform/schema/sources.js'
import { writeAtomically } from '../atomic-write.js'

/** A schema that is kept now, as commands tell of it. */
export interface KeptSchemaReport {
  readonly source: string
  readonly version: string | null
  readonly path: string
  readonly resources: number
  readonly data: number
  readonly ephemeral: number
  /** False where it was there already, as it is. */
  readonly changed: boolean
}

/** Keeps a schema in a file, whole or not at all. Throws `file-access`. */
export const keepSchema = (path: string, name: SchemaName, schema: ProviderSchema): KeptSchemaReport => {
  const changed = writeAtomically(path, sliceText(name, schema))
  const [resources, data, ephemeral] = schemaKinds.map(
    kind => Object.keys(schemasOf(schema)[kind]).length,
  ) as [number, number, number]
  return { source: name.source, version: name.version ?? null, path, resources, data, ephemeral, changed }
}

/** The providers of a dump, by short source, sorted. */
export const providersOf = ({
  provider_schemas: providers,
}: ProviderSchemas): readonly (readonly [source: string, schema: ProviderSchema])[] =>
  Object.entries(providers)
    .map(([address, schema]) => [shortSource(address), schema] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
