/** A provider's schema in a file of ours, of which only what is asked for is read. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { failure } from '../../contracts/diagnostic.js'
import { blockProblem } from '../../provider/read-schemas.js'
import type { Schema } from '../../provider/schema.js'
import { own } from '../../terraform/schema/bodies.js'
import type { KnownProvider } from '../../terraform/schema/known.js'
import { readSliceIndex, type Slice, type SliceIndex } from '../../terraform/schema/slices.js'

export interface KeptSchema {
  readonly path: string
  readonly index: SliceIndex
  /** The schema as the checks take it; `name` is what messages call it. */
  readonly provider: (name: string) => KnownProvider
}

/**
 * Opens a file with a kept schema; undefined where there is none. Throws `schema-file` for one that is not whole, now or
 * when a type of it is asked for.
 */
export const openKeptSchema = (path: string): KeptSchema | undefined => {
  const file = tryOpen(path)
  if (file === undefined) return undefined
  try {
    const first = firstLine(file)
    const index = readSliceIndex(first.toString('utf8'))
    const start = first.length + 1
    if (index === undefined || fstatSync(file).size !== start + index.bytes) throw damaged(path)
    return { path, index, provider: name => providerIn(path, start, index, name) }
  } finally {
    closeSync(file)
  }
}

const tryOpen = (path: string): number | undefined => {
  try {
    return openSync(path, 'r')
  } catch {
    return undefined
  }
}

/** AWS has the longest: some hundred thousand bytes. */
const chunk = 128 * 1024
const longest = 16 * 1024 * 1024

const firstLine = (file: number): Buffer => {
  let text = Buffer.alloc(0)
  while (text.length < longest) {
    const more = Buffer.allocUnsafe(chunk)
    const read = readSync(file, more, 0, chunk, text.length)
    const end = more.subarray(0, read).indexOf(10)
    text = Buffer.concat([text, more.subarray(0, end < 0 ? read : end)])
    if (end >= 0 || read === 0) break
  }
  return text
}

const providerIn = (path: string, start: number, index: SliceIndex, name: string): KnownProvider => {
  const known = new Map<Slice, Schema>()
  const schemaAt = (slice: Slice, type: string): Schema => {
    const schema = known.get(slice) ?? readSchema(path, start, slice, type)
    known.set(slice, schema)
    return schema
  }
  return {
    name,
    settings: () => schemaAt(index.settings, index.source),
    schema: (kind, type) => {
      const slice = own(index.types[kind], type)
      return slice === undefined ? undefined : schemaAt(slice, type)
    },
    types: kind => Object.keys(index.types[kind]),
  }
}

const readSchema = (path: string, start: number, [from, length]: Slice, type: string): Schema => {
  const file = tryOpen(path)
  if (file === undefined) throw damaged(path)
  try {
    const line = Buffer.alloc(length)
    readSync(file, line, 0, length, start + from)
    const schema = JSON.parse(line.toString('utf8')) as Schema
    if (blockProblem(schema.block ?? {}, type) !== undefined) throw damaged(path)
    return schema
  } catch {
    throw damaged(path)
  } finally {
    closeSync(file)
  }
}

const damaged = (path: string) =>
  failure('schema-file', `${path} is no whole provider schema`, {
    notes: ['it was written by terrane schema, and changed or cut since'],
    hint: 'delete it, then terrane schema fetch, or terrane schema add FILE',
  })
