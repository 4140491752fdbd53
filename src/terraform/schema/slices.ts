/**
 * The text of a kept provider schema: a first line that says where each type lies, then a line for each type. A compile
 * reads that first line and the few types that it needs: the schemas of AWS are five million bytes, those of a project
 * some ten thousand. It is plain text, a type a line, so that it can be committed and compared.
 */
import type { ProviderSchema, Schema, Schemas } from '../../provider/schema.js'
import { type SchemaKind, schemaKinds, schemasOf } from './known.js'

/** Where a type's line begins, counted in bytes from the end of the first line, and how long it is. */
export type Slice = readonly [start: number, length: number]

/** The first line. */
export interface SliceIndex {
  readonly format: typeof sliceFormat
  /** `hashicorp/aws`. */
  readonly source: string
  /** The provider's version; absent where nobody knows. */
  readonly version?: string
  /** Of the provider's own block. */
  readonly settings: Slice
  readonly types: Readonly<Record<SchemaKind, Readonly<Record<string, Slice>>>>
  /** Of all lines behind the first. */
  readonly bytes: number
}

export const sliceFormat = 'terrane-provider-schema-1'

/** Where a schema comes from. */
export interface SchemaName {
  readonly source: string
  readonly version?: string
}

/** The text of a file that keeps a schema. The same for the same schema. */
export const sliceText = ({ source, version }: SchemaName, schema: ProviderSchema): string => {
  const lines: string[] = []
  let bytes = 0
  const add = (one: Schema): Slice => {
    const line = JSON.stringify(one, leavingOut)
    const slice: Slice = [bytes, Buffer.byteLength(line)]
    lines.push(line)
    bytes += slice[1] + 1
    return slice
  }
  const addAll = (schemas: Schemas) =>
    Object.fromEntries(
      Object.keys(schemas)
        .sort()
        .map(type => [type, add(schemas[type]!)]),
    )
  const all = schemasOf(schema)
  const settings = add(schema.provider ?? {})
  const types = Object.fromEntries(schemaKinds.map(kind => [kind, addAll(all[kind])])) as SliceIndex['types']
  const index: SliceIndex = {
    format: sliceFormat,
    source,
    ...(version === undefined ? {} : { version }),
    settings,
    types,
    bytes,
  }
  return `${[JSON.stringify(index), ...lines].join('\n')}\n`
}

/** How a description is written is of no use here; and `false` says what is so without it. */
const leavingOut = (name: string, value: unknown): unknown =>
  name === 'description_kind' || value === false ? undefined : value

/** Reads a first line; undefined for one that is no such index. */
export const readSliceIndex = (line: string): SliceIndex | undefined => {
  try {
    const index = JSON.parse(line) as SliceIndex
    return index.format === sliceFormat ? index : undefined
  } catch {
    return undefined
  }
}
