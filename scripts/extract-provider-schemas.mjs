// Prints the part of a provider schema dump that is about some types, without descriptions: how the extracts in
// fixtures/provider-schemas were made. A data source is written `data.TYPE`, an ephemeral resource `ephemeral.TYPE`.
//
//     node scripts/extract-provider-schemas.mjs DUMP TYPE...
import { readFileSync } from 'node:fs'

const [dump, ...types] = process.argv.slice(2)
if (dump === undefined || types.length === 0) {
  console.error('usage: node scripts/extract-provider-schemas.mjs DUMP TYPE...')
  process.exit(2)
}

const kinds = {
  resource: 'resource_schemas',
  data: 'data_source_schemas',
  ephemeral: 'ephemeral_resource_schemas',
}

/** Whether this is what an attribute called `type` is, and not the type of an attribute. */
const isAttribute = member => typeof member === 'object' && !Array.isArray(member)

const undescribed = value => {
  if (Array.isArray(value)) return value.map(undescribed)
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(
    ([name, member]) => !(/^description(_kind)?$/.test(name) && typeof member === 'string'),
  )
  // In the type of an object, `description` is one of its parts.
  const shown = ([name, member]) => [
    name,
    name === 'type' && !isAttribute(member) ? member : undescribed(member),
  ]
  return Object.fromEntries(kept.sort().map(shown))
}

const [[address, schema]] = Object.entries(JSON.parse(readFileSync(dump, 'utf8')).provider_schemas)
const extract = { provider: undescribed(schema.provider ?? {}) }
for (const type of types) {
  const [, kind = 'resource', name] = /^(?:(data|ephemeral)\.)?(.+)$/.exec(type)
  const found = schema[kinds[kind]]?.[name]
  if (found === undefined) throw new Error(`${address} has no ${kind} ${name}`)
  extract[kinds[kind]] = { ...extract[kinds[kind]], [name]: undescribed(found) }
}
const text = JSON.stringify({ format_version: '1.0', provider_schemas: { [address]: extract } }, null, 1)
// One line an attribute: a diff of two versions can be read.
console.log(
  text.replace(
    /\{\n\s+("(?:computed|deprecated|optional|required|sensitive|type|write_only)": [^{}]*?)\n\s+\}/g,
    (_, body) => `{ ${body.replace(/\n\s*/g, ' ')} }`,
  ),
)
