/** The mock provider in the hands of a real Terraform, which checks each answer against the schema and the plan. */
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Behaviours } from '../../src/provider/behaviour.js'
import { all, failing, slow } from '../../src/provider/behaviours/faults.js'
import { openCloud } from '../../src/provider/cloud.js'
import { cloudFile } from '../../src/provider/cloud-file.js'
import { dynamic } from '../../src/provider/values/value.js'
import { temporaryFolder } from '../support/compile.js'
import { type OfflineProviders, offlineProviders, succeeded } from '../support/offline-providers.js'
import { hasTerraform } from '../support/terraform.js'

const document = (content: object) => ({
  terraform: { required_providers: { everything: { source: 'example/everything' } } },
  ...content,
})

const write = (folder: string, content: object) =>
  writeFileSync(join(folder, 'main.tf.json'), JSON.stringify(document(content)))

const writeText = (folder: string, text: string) => writeFileSync(join(folder, 'main.tf.json'), text)

const initialised = async (
  content: object,
  behaviours: Behaviours = {},
  options: Parameters<typeof offlineProviders>[1] = {},
) => {
  const folder = temporaryFolder()
  const providers = await offlineProviders({ everything: behaviours }, options)
  write(folder, content)
  succeeded(await providers.terraform(folder, 'init'))
  return { folder, providers }
}

const apply = (providers: OfflineProviders, folder: string) =>
  providers.terraform(folder, 'apply', '-auto-approve', '-no-color')

const changesLeft = async (providers: OfflineProviders, folder: string) =>
  (await providers.terraform(folder, 'plan', '-detailed-exitcode', '-no-color')).out

const outputs = async (providers: OfflineProviders, folder: string): Promise<Record<string, unknown>> => {
  const printed = JSON.parse((await providers.terraform(folder, 'output', '-json')).out) as Record<
    string,
    { value: unknown }
  >
  return Object.fromEntries(Object.entries(printed).map(([name, { value }]) => [name, value]))
}

const nothingToDo = 'No changes.'

describe.skipIf(!hasTerraform)('a mock provider under Terraform', () => {
  it('settles blocks of every nesting, so that nothing is left to change', async () => {
    const { folder, providers } = await initialised({
      resource: {
        everything_blocks: {
          x: {
            name: 'x',
            single: { key: 'a' },
            group: {},
            list: [{ key: 'a' }, { key: 'b', note: 'given' }],
            set: [
              { key: 'a', inner: [{ key: 'c' }] },
              { key: 'b', tags: ['t'] },
            ],
            map: { one: {}, two: { note: 'given' } },
          },
        },
      },
      output: { x: { value: '${everything_blocks.x}' } },
    })
    succeeded(await apply(providers, folder))
    expect(await changesLeft(providers, folder)).toContain(nothingToDo)
    expect(await outputs(providers, folder)).toMatchObject({
      x: {
        single: { key: 'a', made: expect.stringMatching(/^made-/), tags: [] },
        group: { note: expect.stringMatching(/^note-/) },
        list: [{ key: 'a' }, { key: 'b', note: 'given' }],
        // A set in a set stays null: Terraform would not recognise its element otherwise.
        set: [
          { key: 'a', made: expect.stringMatching(/^made-/), tags: null, inner: [{ key: 'c', made: null }] },
          { key: 'b', tags: ['t'] },
        ],
        map: { two: { note: 'given' } },
      },
    })
  })

  it('settles nested attributes of every nesting, given or left out', async () => {
    const { folder, providers } = await initialised({
      resource: {
        everything_nested: {
          given: {
            name: 'given',
            single: { key: 'a' },
            list: [{ key: 'a' }],
            set: [{ key: 'a' }, { key: 'b' }],
            map: { m: { key: 'a' } },
          },
          left_out: { name: 'left out' },
        },
      },
    })
    succeeded(await apply(providers, folder))
    expect(await changesLeft(providers, folder)).toContain(nothingToDo)
    expect(providers.cloud.list().find(({ values }) => values.name === 'left out')!.values).toMatchObject({
      list: [],
      set: [],
      map: {},
    })
  })

  it('changes one element of a set and of a list, and leaves the others as they are', async () => {
    const x = (note: string) => ({
      resource: {
        everything_blocks: {
          x: {
            name: 'x',
            set: [{ key: 'a' }, { key: 'b', note }],
            list: [{ key: 'a' }, { key: 'b', note }],
          },
        },
      },
    })
    const { folder, providers } = await initialised(x('before'))
    succeeded(await apply(providers, folder))
    const elements = (name: string) => providers.cloud.list()[0]!.values[name] as { made: string }[]
    const before = elements('set')[0]
    write(folder, x('after'))
    succeeded(await apply(providers, folder))
    expect(elements('set')[0]).toEqual(before)
    expect(elements('set')[1]).toMatchObject({ key: 'b', note: 'after' })
    expect(elements('list')[1]).toMatchObject({ key: 'b', note: 'after' })
    expect(await changesLeft(providers, folder)).toContain(nothingToDo)
  })

  it('passes on every digit of a number, and values of dynamic type with their type', async () => {
    const { folder, providers } = await initialised({})
    writeText(
      folder,
      JSON.stringify(
        document({
          resource: {
            everything_attributes: {
              x: { name: 'x', big: 'BIG', any: { a: [1, 'two', null], big: 'BIG' }, tuple: ['a', 0.1] },
              y: { name: 'y', big: 'HUGE', any: null },
            },
          },
          output: {
            big: { value: '${everything_attributes.x.big}' },
            huge: { value: '${everything_attributes.y.big - 123456789012345678901234567890}' },
            any: { value: '${everything_attributes.x.any}' },
            tuple: { value: '${everything_attributes.x.tuple}' },
          },
        }),
      )
        .replaceAll('"BIG"', '9007199254740993')
        .replaceAll('"HUGE"', '123456789012345678901234567891'),
    )
    succeeded(await apply(providers, folder))
    expect(await changesLeft(providers, folder)).toContain(nothingToDo)
    const { out } = await providers.terraform(folder, 'output', '-json')
    expect(out.match(/9007199254740993/g)).toHaveLength(2)
    expect(await outputs(providers, folder)).toMatchObject({
      huge: 1,
      any: { a: [1, 'two', null] },
      tuple: ['a', 0.1],
    })
  })

  it('keeps write-only values out of plan and state, though the operation sees them', async () => {
    const seen: unknown[] = []
    const { folder, providers } = await initialised(
      { resource: { everything_attributes: { x: { name: 'x', secret: 'hush', secret_version: 1 } } } },
      {
        resources: {
          everything_attributes: {
            apply: ({ config }) => {
              seen.push(config?.secret)
              return { made_any: dynamic('number', 1), object: { a: 'x' } }
            },
          },
        },
      },
    )
    succeeded(await apply(providers, folder))
    expect(seen).toEqual(['hush'])
    expect(await changesLeft(providers, folder)).toContain(nothingToDo)
    expect(readFileSync(join(folder, 'terraform.tfstate'), 'utf8')).not.toContain('hush')
    expect(providers.cloud.list()[0]!.values.object).toEqual({ a: 'x', b: null })
  })

  it('answers data sources with what was given or invented, the same in each run', async () => {
    const { folder, providers } = await initialised(
      {
        data: { everything_lookup: { x: { name: 'x' } } },
        output: { x: { value: '${data.everything_lookup.x}' } },
      },
      { data: { everything_lookup: ({ config }) => ({ id: `id-of-${String(config?.name)}` }) } },
    )
    succeeded(await apply(providers, folder))
    const first = await outputs(providers, folder)
    expect(first).toMatchObject({
      x: {
        id: 'id-of-x',
        names: [expect.any(String), expect.any(String), expect.any(String)],
        items: [{ size: expect.any(Number) }],
        optional_names: [],
      },
    })
    succeeded(await apply(providers, folder))
    expect(await outputs(providers, folder)).toEqual(first)
  })

  it('opens and closes ephemeral resources', async () => {
    const { folder, providers } = await initialised(
      {
        ephemeral: { everything_secret: { s: { name: 's' } } },
        resource: {
          everything_attributes: {
            x: { name: 'x', secret: '${ephemeral.everything_secret.s.value}', secret_version: 1 },
          },
        },
      },
      { ephemeral: { everything_secret: { value: 'opened' } } },
    )
    succeeded(await apply(providers, folder))
    const created = providers.performed.find(({ action }) => action === 'create')
    expect(created!.config).toMatchObject({ secret: 'opened' })
    expect(providers.performed.filter(({ action }) => action === 'close')).not.toEqual([])
  })

  it('gives each provider block its own configuration', async () => {
    const { folder, providers } = await initialised({
      provider: { everything: [{ region: 'here' }, { alias: 'other', region: 'there' }] },
      resource: {
        everything_attributes: {
          x: { name: 'x' },
          y: { name: 'y', provider: 'everything.other' },
        },
      },
    })
    succeeded(await apply(providers, folder))
    const regions = providers.cloud.list().map(({ values }) => `${values.name} ${values.region}`)
    expect(regions.sort()).toEqual(['x here', 'y there'])
  })

  it('invents the same ids whatever the order, and another one for an equal or a new object', async () => {
    const x = {
      resource: { everything_nested: { a: { name: 'same' }, b: { name: 'same' }, c: { name: 'other' } } },
    }
    const ids = async () => {
      const { folder, providers } = await initialised(x)
      succeeded(await apply(providers, folder))
      const first = providers.cloud.list().map(({ key }) => key)
      succeeded(await providers.terraform(folder, 'apply', '-auto-approve', '-replace=everything_nested.c'))
      return {
        first: first.sort(),
        second: providers.cloud
          .list()
          .map(({ key }) => key)
          .sort(),
      }
    }
    const one = await ids()
    expect(await ids()).toEqual(one)
    expect(new Set([...one.first, ...one.second]).size).toBe(4)
  })

  it('takes up objects of a state that it did not make, and fills in what an older schema lacked', async () => {
    const { folder, providers } = await initialised({
      resource: { everything_attributes: { x: { name: 'x', big: 5 } } },
    })
    writeFileSync(
      join(folder, 'terraform.tfstate'),
      JSON.stringify({
        version: 4,
        terraform_version: '1.11.4',
        serial: 1,
        lineage: 'a',
        outputs: {},
        resources: [
          {
            mode: 'managed',
            type: 'everything_attributes',
            name: 'x',
            provider: 'provider["registry.terraform.io/example/everything"]',
            instances: [
              {
                schema_version: 1,
                attributes: { id: 'real', name: 'x', big: 5, gone: true, any: { value: 1, type: 'number' } },
              },
            ],
          },
        ],
      }),
    )
    write(folder, { resource: { everything_attributes: { x: { name: 'x', big: 5, any: 1 } } } })
    expect(await changesLeft(providers, folder)).toContain(nothingToDo)
    expect(providers.cloud.find('everything_attributes', 'real')).toBeDefined()
  })

  it('meets its objects again in another process, by the file of the cloud', async () => {
    const file = join(temporaryFolder(), 'cloud.json')
    const content = { resource: { everything_attributes: { x: { name: 'x', big: 1, any: { a: 1 } } } } }
    const { folder, providers } = await initialised(content, {}, { cloud: openCloud(cloudFile(file)) })
    succeeded(await apply(providers, folder))
    const [object] = providers.cloud.list()

    const later = await offlineProviders({ everything: {} }, { cloud: openCloud(cloudFile(file)) })
    expect(await changesLeft(later, folder)).toContain(nothingToDo)
    expect(later.cloud.list()).toEqual([object])
    later.cloud.remove(object!.type, object!.key)

    const latest = await offlineProviders({ everything: {} }, { cloud: openCloud(cloudFile(file)) })
    expect(await changesLeft(latest, folder)).toContain('1 to add')
  })

  it('fails as it is told: where, when, at which attribute; a create may leave a tainted object', async () => {
    const { folder, providers } = await initialised(
      {
        resource: {
          everything_nested: { a: { name: 'a' }, b: { name: 'b' } },
          everything_blocks: { c: { name: 'c', list: [{ key: 'k' }] } },
        },
      },
      {
        before: all(
          failing({ action: 'create', where: { name: 'a' }, nth: 1 }, 'Half made', { partial: true }),
          failing({ action: 'plan', where: { name: 'c' }, nth: 2 }, 'Wrong key', { attribute: 'list.0.key' }),
        ),
      },
    )
    const first = await apply(providers, folder)
    expect(first).toMatchObject({ status: 1 })
    expect(first.err).toContain('Half made')
    expect(first.err).toMatch(/Wrong key[\s\S]*resource\.everything_blocks\.c\.list\[0\]/)
    succeeded(await apply(providers, folder))
    expect(providers.done()).toEqual([
      'create everything_blocks',
      'create everything_nested',
      'create everything_nested',
      'create everything_nested: failed',
      'delete everything_nested',
    ])
  })

  it('finishes a slow operation after an interrupt', async () => {
    let begun = () => {}
    const { folder, providers } = await initialised(
      { resource: { everything_nested: { a: { name: 'a' } } } },
      {
        before: all(
          async ({ action }) => (action === 'create' ? begun() : undefined),
          slow(500, { action: 'create' }),
        ),
      },
    )
    begun = () => providers.interrupt()
    expect(await apply(providers, folder)).toMatchObject({ status: 1 })
    expect((await providers.terraform(folder, 'state', 'list')).out.trim()).toBe('everything_nested.a')
  })
})
