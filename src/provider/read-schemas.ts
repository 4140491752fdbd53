/** Reading what `terraform providers schema -json` prints. */
import { readFileSync } from 'node:fs'
import { failure } from '../contracts/diagnostic.js'
import { fileAccess } from '../contracts/file-access.js'
import type { Attribute, Attributes, Block, NestedBlock, ProviderSchemas, Schema } from './schema.js'

/** The schemas in a file. Throws `file-access` if it can't be read, `schema-file` if it holds something else. */
export const readProviderSchemas = (file: string): ProviderSchemas => read(file, file)

/** The schemas on standard input. Throws `schema-file` if it holds something else. */
export const readProviderSchemasFromInput = (): ProviderSchemas => read(0, 'standard input')

const read = (file: string | 0, name: string): ProviderSchemas => {
  const text = textOf(file, name)
  let dump: unknown
  try {
    dump = JSON.parse(text)
  } catch (cause) {
    if (text.trim() === '') throw wrong(name, 'it is empty', cause)
    throw wrong(name, cause instanceof Error ? cause.message : String(cause), cause)
  }
  return providerSchemasIn(dump, name)
}

const textOf = (file: string | 0, name: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw fileAccess('read', name, cause)
  }
}

/** The schemas of a dump that was read. Throws `schema-file` if it is something else; `name` says what it is. */
export const providerSchemasIn = (dump: unknown, name: string): ProviderSchemas => {
  const problem = problemOf(dump)
  if (problem !== undefined) throw wrong(name, problem)
  return dump as ProviderSchemas
}

const wrong = (file: string, note: string, cause?: unknown) =>
  failure('schema-file', `${file} holds no provider schemas`, {
    notes: [note],
    hint: 'write such a file with: terraform providers schema -json',
    ...(cause === undefined ? {} : { cause }),
  })

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const problemOf = (dump: unknown): string | undefined => {
  if (!isObject(dump) || !isObject(dump.provider_schemas)) return 'there is no object "provider_schemas"'
  if (!/^[01]\./.test(String(dump.format_version))) return `format_version is ${String(dump.format_version)}`
  for (const [address, provider] of Object.entries(dump.provider_schemas)) {
    if (!isObject(provider)) return `${address} is no object`
    for (const kind of ['resource_schemas', 'data_source_schemas', 'ephemeral_resource_schemas'] as const) {
      const schemas = provider[kind] ?? {}
      if (!isObject(schemas)) return `${address}: ${kind} is no object`
      for (const [type, schema] of Object.entries(schemas)) {
        const problem = isObject(schema)
          ? blockProblem((schema as Schema).block ?? {}, type)
          : `${type} is no object`
        if (problem !== undefined) return problem
      }
    }
    if (isObject(provider.provider)) {
      const problem = blockProblem((provider.provider as Schema).block ?? {}, address)
      if (problem !== undefined) return problem
    }
  }
  return undefined
}

const nestings = new Set(['single', 'group', 'list', 'set', 'map'])

/** The first thing in a block that would not be understood later. */
export const blockProblem = (block: Block, path: string): string | undefined => {
  const nested = Object.entries(block.block_types ?? {})
  return (
    firstOf(attributesOf(block), ([name, each]) => attributeProblem(each, `${path}.${name}`)) ??
    firstOf(nested, ([name, each]) => nestedProblem(each, `${path}.${name}`))
  )
}

const attributesOf = ({ attributes = {} }: { readonly attributes?: Attributes }) => Object.entries(attributes)

const attributeProblem = ({ type, nested_type: nested }: Attribute, path: string): string | undefined => {
  if (nested === undefined) return type === undefined ? `${path} has no type` : undefined
  if (!nestings.has(nested.nesting_mode)) return `${path} has the nesting mode ${String(nested.nesting_mode)}`
  return firstOf(attributesOf(nested), ([name, each]) => attributeProblem(each, `${path}.${name}`))
}

const nestedProblem = (
  { nesting_mode: nesting, block = {} }: NestedBlock,
  path: string,
): string | undefined =>
  nestings.has(nesting) ? blockProblem(block, path) : `${path} has the nesting mode ${String(nesting)}`

const firstOf = <T>(all: readonly T[], problem: (each: T) => string | undefined): string | undefined => {
  for (const each of all) {
    const found = problem(each)
    if (found !== undefined) return found
  }
  return undefined
}
