/** `terrane schema`, and what other commands make of it: with a real Terraform that installs mock providers. */
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/compile.js'
import { canInstallProviders, installedProviders } from '../support/installed-providers.js'
import { repository } from '../support/nix.js'

const built = join(repository, 'dist', 'cli.cjs')

interface Place {
  readonly folder: string
  readonly env: Readonly<Record<string, string>>
}

/** A project of a user that has nothing yet. */
const newPlace = (text: string, env: Readonly<Record<string, string>> = {}): Place => {
  const folder = join(temporaryFolder(), 'some', 'project')
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'infra.nix'), text)
  const home = temporaryFolder()
  return {
    folder,
    env: { XDG_CACHE_HOME: join(home, 'cache'), XDG_DATA_HOME: join(home, 'data'), ...env },
  }
}

const inPlace = ({ folder, env }: Place, ...args: readonly string[]) => {
  const engine = ['list', 'show', 'add'].includes(args[1] ?? '') ? [] : ['--engine', 'embedded']
  const { status, stdout, stderr } = spawnSync(process.execPath, [built, ...args, ...engine], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: 'utf8',
  })
  const plain = (text: string) =>
    text
      .replaceAll(folder, '<project>')
      .replaceAll(env.XDG_CACHE_HOME!, '<cache>')
      .replaceAll(env.XDG_DATA_HOME!, '<data>')
  return { status, out: plain(stdout), err: plain(stderr) }
}

const fine = '{ resource.hcloud_server.a = { name = "a"; server_type = "cx22"; image = "debian"; }; }\n'
const slip = fine.replace('image', 'imagee')
const required = '{ terraform.required_providers.hcloud.source = "hetznercloud/hcloud"; }\n'
const hcloud = (text: string) => `{ imports = [ ${required} ${text} ]; }\n`
const dumpOf = (name: string) => join(repository, 'fixtures', 'provider-schemas', `${name}.json`)

describe('terrane schema add', () => {
  it('keeps the schemas of a dump beside the entry, for whoever has the project', () => {
    const place = newPlace(hcloud(slip))
    expect(inPlace(place, 'compile', '-o', '-').status).toBe(0)
    expect(inPlace(place, 'schema', 'add', dumpOf('hcloud'))).toMatchInlineSnapshot(`
      {
        "err": "",
        "out": "hetznercloud/hcloud: 5 resource types, 1 data source
        provider-schemas/hetznercloud/hcloud.jsonl
      ",
        "status": 0,
      }
    `)
    expect(inPlace(place, 'compile', '-o', '-')).toMatchInlineSnapshot(`
      {
        "err": "compile
      error[schema-mismatch]: resource.hcloud_server.a.imagee: No argument or block type is named "imagee".
        --> infra.nix:2:67
      1 | { imports = [ { terraform.required_providers.hcloud.source = "hetznercloud/hcloud"; }
      2 |  { resource.hcloud_server.a = { name = "a"; server_type = "cx22"; imagee = "debian"; }; }
        |                                                                   ^^^^^^ "debian"
      3 |  ]; }
        note: by the schema of hetznercloud/hcloud in provider-schemas/hetznercloud/hcloud.jsonl
        hint: did you mean "image"?
      ",
        "out": "",
        "status": 3,
      }
    `)
    expect(inPlace(place, 'compile', '-o', '-', '--no-schema').status).toBe(0)
    expect(inPlace(place, 'compile', '-o', '-', '--no-check').status).toBe(0)
  })

  it("keeps them for all projects of the user with --user, and the project's own come first", () => {
    const place = newPlace(hcloud(slip))
    expect(inPlace(place, 'schema', 'add', '--user', dumpOf('hcloud')).out).toContain(
      '<data>/terrane/schemas/hetznercloud/hcloud.jsonl',
    )
    expect(inPlace(place, 'compile', '-o', '-').err).toContain('did you mean "image"?')
    const other = JSON.parse(readFileSync(dumpOf('hcloud'), 'utf8'))
    const [schema] = Object.values(other.provider_schemas) as [
      { resource_schemas: Record<string, { block: { attributes: object } }> },
    ]
    Object.assign(schema.resource_schemas.hcloud_server!.block.attributes, {
      imagee: { type: 'string', optional: true },
    })
    writeFileSync(join(place.folder, 'newer.json'), JSON.stringify(other))
    inPlace(place, 'schema', 'add', 'newer.json')
    expect(inPlace(place, 'compile', '-o', '-').status).toBe(0)
  })

  it('takes a dump from standard input', () => {
    const place = newPlace(hcloud(fine))
    const out = execFileSync(process.execPath, [built, 'schema', 'add', '-', '--json'], {
      cwd: place.folder,
      env: { ...process.env, ...place.env },
      input: readFileSync(dumpOf('hcloud')),
      encoding: 'utf8',
    })
    expect(JSON.parse(out).schemas).toMatchObject([
      { source: 'hetznercloud/hcloud', version: null, changed: true },
    ])
  })

  it('refuses what is no dump, and a kept schema that somebody has cut', () => {
    const place = newPlace(hcloud(fine))
    expect(inPlace(place, 'schema', 'add', 'infra.nix').err).toMatchInlineSnapshot(`
      "error[schema-file]: <project>/infra.nix holds no provider schemas
        note: Expected property name or '}' in JSON at position 2
        hint: write such a file with: terraform providers schema -json
      "
    `)
    expect(inPlace(place, 'schema', 'add', 'nowhere.json').err).toMatchInlineSnapshot(`
      "error[file-access]: can't read <project>/nowhere.json: it does not exist
      "
    `)
    writeFileSync(join(place.folder, 'empty.json'), '{"format_version":"1.0","provider_schemas":{}}')
    expect(inPlace(place, 'schema', 'add', 'empty.json').err).toMatchInlineSnapshot(`
      "error[schema-file]: <project>/empty.json has no provider in it
        hint: run terraform providers schema -json where a configuration uses some, after terraform init
      "
    `)
    writeFileSync(
      join(place.folder, 'evil.json'),
      '{"format_version":"1.0","provider_schemas":{"../../evil":{}}}',
    )
    expect(inPlace(place, 'schema', 'add', 'evil.json').err).toMatchInlineSnapshot(`
      "error[schema-file]: <project>/evil.json names a provider that can't be one: "../../evil"
      "
    `)
    inPlace(place, 'schema', 'add', dumpOf('hcloud'))
    truncateSync(join(place.folder, 'provider-schemas', 'hetznercloud', 'hcloud.jsonl'), 3000)
    expect(inPlace(place, 'compile', '-o', '-')).toMatchInlineSnapshot(`
      {
        "err": "compile
      error[schema-file]: <project>/provider-schemas/hetznercloud/hcloud.jsonl is no whole provider schema
        note: it was written by terrane schema, and changed or cut since
        hint: delete it, then terrane schema fetch, or terrane schema add FILE
      ",
        "out": "",
        "status": 3,
      }
    `)
  })
})

describe('terrane schema list and show', () => {
  it('say what is known, and what a type takes', () => {
    const place = newPlace(fine)
    expect(inPlace(place, 'schema', 'list').out).toMatchInlineSnapshot(`
      "No schemas are known: terrane schema fetch, or terrane schema add FILE
      "
    `)
    inPlace(place, 'schema', 'add', dumpOf('everything'))
    expect(inPlace(place, 'schema', 'list').out).toMatchInlineSnapshot(`
      "example/everything: added for this project
        provider-schemas/example/everything.jsonl
      "
    `)
    expect(inPlace(place, 'schema', 'show', 'everything_limits').out).toMatchInlineSnapshot(`
      "everything_limits (example/everything)
        flag: bool, optional
        old: string, optional, deprecated
            Use flag instead. It is the same.
        rows: list of object, optional
        needed { … } 1 to 2 blocks
          key: string, required
        one { … } one block, required
          key: string, optional
        some { … } at most one block, deprecated
          flag: bool, optional
          inner { … } at most one block
            depth: number, optional
      "
    `)
    expect(inPlace(place, 'schema', 'show', 'everything_limit').err).toMatchInlineSnapshot(`
      "error[schema-unknown]: no schema is known of everything_limit
        note: known are example/everything
        hint: did you mean terrane schema show everything_limits?
      "
    `)
    expect(inPlace(place, 'schema', 'show', 'resource.everything_secret').err).toContain(
      'did you mean terrane schema show ephemeral.everything_secret?',
    )
    expect(JSON.parse(inPlace(place, 'schema', 'show', 'provider.everything', '--json').out)).toHaveProperty(
      'block.attributes.region',
    )
  })

  it('are told what they need', () => {
    const place = newPlace(fine)
    for (const args of [[], ['shw'], ['show'], ['list', 'x'], ['list', '--user'], ['add', 'x', '--again']])
      expect(inPlace(place, 'schema', ...args)).toMatchSnapshot(args.join(' '))
  })
})

describe.skipIf(!canInstallProviders)('schemas of installed providers', () => {
  let mirror: Readonly<Record<string, string>>
  beforeAll(async () => {
    mirror = await installedProviders([['hcloud', '1.51.0']])
  })

  const cached = ({ env }: Place, version = '1.51.0') =>
    join(env.XDG_CACHE_HOME!, 'terrane', 'schemas', 'hetznercloud', 'hcloud', `${version}.jsonl`)

  it('are known once an init has installed them, and by their version', () => {
    const place = newPlace(hcloud(slip), mirror)
    expect(inPlace(place, 'init').status).toBe(0)
    expect(existsSync(cached(place))).toBe(true)
    expect(inPlace(place, 'validate')).toMatchInlineSnapshot(`
      {
        "err": "compile
      error[schema-mismatch]: resource.hcloud_server.a.imagee: No argument or block type is named "imagee".
        --> infra.nix:2:67
      1 | { imports = [ { terraform.required_providers.hcloud.source = "hetznercloud/hcloud"; }
      2 |  { resource.hcloud_server.a = { name = "a"; server_type = "cx22"; imagee = "debian"; }; }
        |                                                                   ^^^^^^ "debian"
      3 |  ]; }
        note: by the schema of hetznercloud/hcloud 1.51.0
        hint: did you mean "image"?
      ",
        "out": "",
        "status": 3,
      }
    `)
    expect(inPlace(place, 'schema', 'list').out).toContain('hetznercloud/hcloud 1.51.0: fetched')
    expect(inPlace(place, 'schema', 'fetch').out).toBe('All schemas of the project are known already.\n')
  })

  it('are not those of another version, nor where nobody knows the version', () => {
    const place = newPlace(hcloud(slip), mirror)
    inPlace(place, 'init')
    const lock = join(place.folder, '.terraform.lock.hcl')
    writeFileSync(lock, readFileSync(lock, 'utf8').replace('1.51.0', '1.52.0'))
    expect(inPlace(place, 'compile').status).toBe(0)
    writeFileSync(lock, readFileSync(lock, 'utf8').replace('1.52.0', '../1.51.0'))
    expect(inPlace(place, 'compile').status).toBe(0)
    rmSync(lock)
    expect(inPlace(place, 'compile').status).toBe(0)
  })

  it('are fetched when they are asked for, without the backend and its credentials', () => {
    const backend = '{ terraform.backend.http.address = "http://127.0.0.1:9/state"; }'
    const place = newPlace(`{ imports = [ ${required} ${slip} ${backend} ]; }\n`, mirror)
    const { status, out } = inPlace(place, 'schema', 'fetch', '--no-schema')
    expect({ status, out }).toMatchInlineSnapshot(`
      {
        "out": "hetznercloud/hcloud 1.51.0: 5 resource types, 1 data source
        <cache>/terrane/schemas/hetznercloud/hcloud/1.51.0.jsonl
      ",
        "status": 0,
      }
    `)
    expect(inPlace(place, 'compile').err).toContain('by the schema of hetznercloud/hcloud 1.51.0')
  })

  it("stay out with --no-schema; and nothing fails where they can't be kept", () => {
    const without = newPlace(hcloud(fine), mirror)
    expect(inPlace(without, 'init', '--no-schema').status).toBe(0)
    expect(existsSync(cached(without))).toBe(false)
    const place = newPlace(hcloud(fine), mirror)
    writeFileSync(place.env.XDG_CACHE_HOME!, 'a file')
    expect(inPlace(place, 'init').status).toBe(0)
    expect(inPlace(place, 'compile').status).toBe(0)
  })

  it('are kept in the work folder where there is no cache', () => {
    const place = newPlace(hcloud(slip), { ...mirror, TERRANE_CACHE: 'off' })
    inPlace(place, 'init')
    expect(inPlace(place, 'compile').err).toContain('did you mean "image"?')
    expect(existsSync(join(place.folder, '.terrane', 'schemas', 'hetznercloud', 'hcloud.jsonl'))).toBe(true)
  })

  it('are fetched again where the kept ones are damaged', () => {
    const place = newPlace(hcloud(slip), mirror)
    mkdirSync(join(cached(place), '..'), { recursive: true })
    writeFileSync(cached(place), 'nonsense')
    expect(inPlace(place, 'compile').status).toBe(0)
    inPlace(place, 'schema', 'fetch')
    expect(inPlace(place, 'compile').err).toContain('did you mean "image"?')
  })
})
