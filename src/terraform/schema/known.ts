/** Schemas as the checks ask for them: one type at a time, since a whole cloud has thousands and a project uses a few. */
import type { ProviderSchema, ProviderSchemas, Schema, Schemas } from '../../provider/schema.js'
import { own } from './bodies.js'
import { shortSource } from './sources.js'

export type SchemaKind = 'resource' | 'data' | 'ephemeral'

export const schemaKinds: readonly SchemaKind[] = ['resource', 'data', 'ephemeral']

export interface KnownProvider {
  /** What it is the schema of, for messages: `hashicorp/aws 6.47.0`. */
  readonly name: string
  /** Of the provider's own block. */
  readonly settings: () => Schema | undefined
  readonly schema: (kind: SchemaKind, type: string) => Schema | undefined
  readonly types: (kind: SchemaKind) => readonly string[]
}

/** Providers by their source without a default registry: `hashicorp/aws`. */
export interface KnownSchemas {
  readonly get: (source: string) => KnownProvider | undefined
}

/** The schemas of a provider by kind, as a dump has them. */
export const schemasOf = (schema: ProviderSchema): Readonly<Record<SchemaKind, Schemas>> => ({
  resource: schema.resource_schemas ?? {},
  data: schema.data_source_schemas ?? {},
  ephemeral: schema.ephemeral_resource_schemas ?? {},
})

const knownProvider = (name: string, given: ProviderSchema): KnownProvider => {
  const schemas = schemasOf(given)
  return {
    name,
    settings: () => given.provider,
    schema: (kind, type) => own(schemas[kind], type),
    types: kind => Object.keys(schemas[kind]),
  }
}

/** The schemas of some dumps; of two for the same provider the later. */
export const knownSchemas = (dumps: readonly ProviderSchemas[]): KnownSchemas =>
  new Map(
    dumps.flatMap(({ provider_schemas: providers }) =>
      Object.entries(providers).map(([address, schema]) => {
        const source = shortSource(address)
        return [source, knownProvider(source, schema)] as const
      }),
    ),
  )
