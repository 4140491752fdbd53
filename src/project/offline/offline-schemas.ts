/** The schemas that mock providers need for a document: those that are known, and of them what can be asked for. */
import { readdirSync } from 'node:fs'
import { failure } from '../../contracts/diagnostic.js'
import type { ProviderSchema, Schemas } from '../../provider/schema.js'
import { blocksOf, labelled } from '../../terraform/document/blocks.js'
import type { TerraformDocument } from '../../terraform/document/shape.js'
import type { KnownProvider, SchemaKind } from '../../terraform/schema/known.js'
import { builtIn, usedSources } from '../../terraform/schema/sources.js'
import { lockedProviders } from '../schemas/locked-providers.js'
import { projectSchemas, type SchemaSurroundings } from '../schemas/project-schemas.js'

export interface OfflineProvider {
  readonly source: string
  readonly schema: ProviderSchema
}

/**
 * The providers that a document names, and those of the lock file, which modules may name. Throws `schema-unknown` for
 * one of the document's without a known schema.
 */
export const offlineSchemas = (
  document: TerraformDocument,
  surroundings: SchemaSurroundings,
): readonly OfflineProvider[] => {
  const schemas = projectSchemas(surroundings)
  const used = usedSources(document).filter(source => source !== builtIn)
  const unknown = used.filter(source => schemas.get(source) === undefined)
  if (unknown.length > 0) throw unknownSchemas(unknown)
  const everything = hasOtherCode(document, surroundings.workFolder)
  return [...new Set([...used, ...lockedProviders(surroundings.workFolder).keys()])].flatMap(source => {
    const known = schemas.get(source)
    return known === undefined ? [] : [{ source, schema: schemaOf(known, everything ? undefined : document) }]
  })
}

const unknownSchemas = (sources: readonly string[]) =>
  failure('schema-unknown', `to plan offline, the schemas of ${sources.join(', ')} must be known`, {
    hint: 'terrane schema fetch asks the providers, once, where there is a network; terrane schema add FILE takes a dump of them',
  })

/** Modules and other files of the folder may use types that the document does not. */
const hasOtherCode = (document: TerraformDocument, workFolder: string): boolean =>
  document.module !== undefined ||
  readdirSync(workFolder).some(name => /\.(tf|tofu)(\.json)?$/.test(name) && name !== 'config.tf.json')

/** All types, or those of a document: encoding and decoding all of AWS takes Terraform and us a second. */
const schemaOf = (known: KnownProvider, document: TerraformDocument | undefined): ProviderSchema => {
  const settings = known.settings()
  const all = (kind: SchemaKind): Schemas => {
    const types = document === undefined ? known.types(kind) : typesIn(document, kind)
    return Object.fromEntries(
      types.flatMap(type => {
        const schema = known.schema(kind, type)
        return schema === undefined ? [] : [[type, schema]]
      }),
    )
  }
  return {
    ...(settings === undefined ? {} : { provider: settings }),
    resource_schemas: all('resource'),
    data_source_schemas: all('data'),
    ephemeral_resource_schemas: all('ephemeral'),
  }
}

const typesIn = (document: TerraformDocument, kind: SchemaKind): readonly string[] => {
  const inChecks = blocksOf(document, 'check').flatMap(({ members, path }) =>
    labelled('data', members.data, [...path, 'data'], 2),
  )
  const blocks = [...blocksOf(document, kind), ...(kind === 'data' ? inChecks : [])]
  return [...new Set(blocks.map(({ labels }) => labels[0]!))]
}
