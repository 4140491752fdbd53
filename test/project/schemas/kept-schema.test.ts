/** A schema that was kept is the schema, and its file is the same whenever it is written. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openKeptSchema } from '../../../src/project/schemas/kept-schema.js'
import { lockedProviders } from '../../../src/project/schemas/locked-providers.js'
import { addedFile, fetchedFile } from '../../../src/project/schemas/schema-places.js'
import { schemaKinds, schemasOf } from '../../../src/terraform/schema/known.js'
import { sliceText } from '../../../src/terraform/schema/slices.js'
import { complaint } from '../../support/diagnostics.js'
import { fixtureSchema, type SchemaName } from '../../support/offline-providers.js'
import { scratch } from '../../support/scratch.js'

const keep = (text: string): string => {
  const path = join(scratch(), 'kept.jsonl')
  writeFileSync(path, text)
  return path
}

const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (name, each) => (name === 'description_kind' || each === false ? undefined : each)),
  )

describe.each(['aws', 'hcloud', 'everything', 'tls', 'local'] as const)(
  'the schema of %s',
  (name: SchemaName) => {
    const { source, schema } = fixtureSchema(name)

    it('is read back type by type', () => {
      const kept = openKeptSchema(keep(sliceText({ source, version: '1.2.3' }, schema)))
      expect(kept?.index).toMatchObject({ source, version: '1.2.3' })
      const provider = kept!.provider('name')
      expect(provider.settings()).toEqual(plain(schema.provider ?? {}))
      for (const kind of schemaKinds) {
        const all = schemasOf(schema)[kind]
        expect([...provider.types(kind)].sort()).toEqual(Object.keys(all).sort())
        for (const type of Object.keys(all)) expect(provider.schema(kind, type)).toEqual(plain(all[type]))
        expect(provider.schema(kind, 'constructor')).toBeUndefined()
      }
    })

    it('is the same text whatever the order of the dump', () => {
      const reversed = (record: object | undefined) =>
        record === undefined ? undefined : Object.fromEntries(Object.entries(record).reverse())
      const other = { ...schema, resource_schemas: reversed(schema.resource_schemas) } as typeof schema
      expect(sliceText({ source }, other)).toBe(sliceText({ source }, schema))
    })
  },
)

describe('a file', () => {
  const text = sliceText({ source: 'example/x' }, fixtureSchema('everything').schema)
  const first = text.split('\n')[0]!

  it('that there is not is no schema', () => {
    expect(openKeptSchema(join(scratch(), 'nothing'))).toBeUndefined()
  })

  it.each([
    ['is empty', ''],
    ['is something else', '{}\n'],
    ['is cut', text.slice(0, -100)],
    ['has only its first line', `${first}\n`],
    ['goes on', `${text}{}\n`],
  ])('that %s is told', async (_, content) => {
    expect(await complaint(() => openKeptSchema(keep(content)))).toContain('is no whole provider schema')
  })

  it('with a type that is no schema is told when the type is asked for', async () => {
    const broken = text.replace('"nesting_mode":"list"', '"nesting_mode":"lost"')
    const provider = openKeptSchema(keep(broken))!.provider('x')
    expect(await complaint(() => provider.schema('resource', 'everything_blocks'))).toContain('is no whole')
  })
})

describe('a lock file', () => {
  const lock = (text: string) => {
    const folder = scratch()
    writeFileSync(join(folder, '.terraform.lock.hcl'), text)
    return [...lockedProviders(folder)]
  }

  it('says which versions are used', () => {
    expect(
      lock(`# maintained automatically
provider "registry.terraform.io/hashicorp/aws" {
  version     = "6.47.0"
  constraints = ">= 6.0.0"
  hashes = [
    "h1:x",
  ]
}

provider "example.com/acme/thing" {
  version = "1.0.0-beta1"
}
`),
    ).toEqual([
      ['hashicorp/aws', '6.47.0'],
      ['example.com/acme/thing', '1.0.0-beta1'],
    ])
    expect(lock('nonsense')).toEqual([])
    expect([...lockedProviders(scratch())]).toEqual([])
  })

  it('leads nowhere else', () => {
    const env = { HOME: '/home/me' }
    expect(fetchedFile('hashicorp/aws', '6.47.0', env)).toBe(
      '/home/me/.cache/terrane/schemas/hashicorp/aws/6.47.0.jsonl',
    )
    for (const [source, version] of [
      ['../../etc', '1.0.0'],
      ['hashicorp/aws', '../1.0.0'],
      ['hashicorp//aws', '1.0.0'],
      ['/etc/x', '1.0.0'],
      ['a/..', '1'],
    ] as const)
      expect(fetchedFile(source, version, env)).toBeUndefined()
    expect(addedFile('/project/provider-schemas', 'a/../../b')).toBeUndefined()
    expect(fetchedFile('hashicorp/aws', '6.47.0', { TERRANE_CACHE: 'off' })).toBeUndefined()
  })
})
