/** What may stand in a file of provider schemas. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { failure, TerraneError } from '../../src/contracts/diagnostic.js'
import { readProviderSchemas } from '../../src/provider/read-schemas.js'
import { repository } from '../support/nix.js'
import { scratch } from '../support/scratch.js'

const fixture = (name: string) => join(repository, 'fixtures', 'provider-schemas', `${name}.json`)

const refusal = (text: string) => {
  const file = join(scratch(), 'schemas.json')
  writeFileSync(file, text)
  try {
    readProviderSchemas(file)
  } catch (error) {
    if (error instanceof TerraneError) return error.diagnostics[0]!
    throw error
  }
  throw new Error('it was read, and should not have been')
}

const ofBlock = (block: unknown) =>
  JSON.stringify({
    format_version: '1.0',
    provider_schemas: { 'example/x': { resource_schemas: { x_y: { block } } } },
  })

it.each(['aws', 'hcloud', 'tls', 'local', 'everything'])('reads the fixture %s', name => {
  expect(Object.keys(readProviderSchemas(fixture(name)).provider_schemas)).toHaveLength(1)
})

describe('refuses', () => {
  it.each([
    ['no JSON', '{', /JSON|Expected/],
    ['something else', '[]', 'there is no object "provider_schemas"'],
    ['a format to come', '{"format_version":"2.0","provider_schemas":{}}', 'format_version is 2.0'],
    ['an attribute without a type', ofBlock({ attributes: { a: { optional: true } } }), 'x_y.a has no type'],
    [
      'a nesting that there is not',
      ofBlock({ block_types: { b: { nesting_mode: 'heap' } } }),
      'x_y.b has the nesting mode heap',
    ],
    [
      'so too in nested attributes of nested blocks',
      ofBlock({
        block_types: {
          b: { nesting_mode: 'list', block: { attributes: { c: { nested_type: { nesting_mode: 'x' } } } } },
        },
      }),
      'x_y.b.c has the nesting mode x',
    ],
  ])('%s', (_, text, note) => {
    expect(refusal(text)).toMatchObject({
      code: 'schema-file',
      notes: [expect.stringMatching(note)],
      hint: expect.stringContaining('providers schema -json'),
    })
  })

  it('a file that is not there', () => {
    const missing = join(scratch(), 'missing.json')
    expect(() => readProviderSchemas(missing)).toThrow(
      failure('file-access', `can't read ${missing}: it does not exist`),
    )
  })
})
