import { failure } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { nearest } from '../../contracts/nearest.js'
import { listSchemas } from '../../project/schemas/list-schemas.js'
import type { Schema } from '../../provider/schema.js'
import { type KnownProvider, schemaKinds } from '../../terraform/schema/known.js'
import type { Invocation } from '../command.js'
import { paint } from '../render/colour.js'
import { renderSchema } from '../render/schema.js'
import { type SchemaFlags, schemaSurroundings } from './flags.js'

/** What a type takes, by the schemas that are known to the project. Throws `schema-unknown`. */
export const showCommand = async (
  invocation: Invocation<SchemaFlags>,
  [asked = '']: readonly string[],
): Promise<ExitStatus> => {
  const { terminal, common } = invocation
  const known = listSchemas(schemaSurroundings(invocation)).flatMap(({ source, found }) => {
    const version = found?.kept.index.version
    return found === undefined
      ? []
      : [found.kept.provider(version === undefined ? source : `${source} ${version}`)]
  })
  const all = known.flatMap(typesOf)
  const found = all.find(({ name }) => name === asked.replace(/^resource\./, ''))
  if (found === undefined) throw unknownType(asked, all, known)
  const schema = found.schema()
  terminal.out(
    common.json
      ? `${JSON.stringify(schema, null, 2)}\n`
      : renderSchema(
          { name: found.name, provider: found.provider, schema },
          paint(common.colour && terminal.outColour),
        ),
  )
  return exitStatus.ok
}

interface NamedType {
  /** As it is asked for: `aws_instance`, `data.aws_ami`, `provider.aws`. */
  readonly name: string
  readonly provider: string
  readonly schema: () => Schema
}

const typesOf = (provider: KnownProvider): readonly NamedType[] => [
  {
    name: `provider.${provider.name.replace(/ .*/, '').split('/').at(-1)}`,
    provider: provider.name,
    schema: () => provider.settings() ?? {},
  },
  ...schemaKinds.flatMap(kind =>
    provider.types(kind).map(type => ({
      name: kind === 'resource' ? type : `${kind}.${type}`,
      provider: provider.name,
      schema: () => provider.schema(kind, type) ?? {},
    })),
  ),
]

const unknownType = (asked: string, all: readonly NamedType[], known: readonly KnownProvider[]) => {
  const other = all.find(({ name }) => name.split('.').at(-1) === asked.split('.').at(-1))
  const similar =
    other?.name ??
    nearest(
      asked,
      all.map(({ name }) => name),
    )
  return failure('schema-unknown', `no schema is known of ${asked}`, {
    notes: [
      known.length === 0 ? 'no provider is known' : `known are ${known.map(({ name }) => name).join(', ')}`,
    ],
    hint:
      similar === undefined
        ? 'terrane schema fetch asks the providers of the project'
        : `did you mean terrane schema show ${similar}?`,
  })
}
