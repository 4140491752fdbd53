import { spawnSync } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import Ajv2020 from 'ajv/dist/2020.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { builtCommand } from '../support/built-terrane.js'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'
import { scratch } from '../support/scratch.js'
import { terrane } from '../support/terrane.js'

const engines = [
  ['embedded', true],
  ['nix', hasNix],
] as const

const hasSetpriv = spawnSync('setpriv', ['--version']).status === 0

/** A copy of a folder of fixtures/testing: snapshots are written into it. */
const copyOf = (name: string): string => {
  const folder = scratch()
  cpSync(join(repository, 'fixtures', 'testing', name), folder, { recursive: true })
  return folder
}

const test = async (folder: string, ...args: readonly string[]) => {
  const { out, err, status } = await terrane(folder, ['test', ...args])
  return { out: out.replaceAll(folder, '<here>'), err, status }
}

let ci: string | undefined
beforeEach(() => {
  ci = process.env.CI
  delete process.env.CI
})
afterEach(() => {
  if (ci === undefined) delete process.env.CI
  else process.env.CI = ci
})

describe.each(engines)('tests in Nix with the engine %s', (engine, there) => {
  const by = ['--engine', engine, '--reporter', 'pretty']

  it.skipIf(!there)('pass where all holds', async () => {
    const { out, status } = await test(copyOf('nix'), ...by, 'passing.test.nix')
    expect(out).toMatchSnapshot()
    expect(status).toBe(0)
  })

  it.skipIf(!there)('say at which line what does not hold', async () => {
    const { out, status } = await test(copyOf('nix'), ...by, 'failing.test.nix')
    expect(out).toMatchSnapshot()
    expect(status).toBe(1)
  })

  it.skipIf(!there)('say once that the project does not compile', async () => {
    const { out, status } = await test(copyOf('broken'), ...by)
    expect(out).toMatchSnapshot()
    expect(status).toBe(1)
  })
})

it.skipIf(nixpkgsLib === undefined)("tests in Nix come out the same with nixpkgs' lib", async () => {
  const by = ['--engine', 'embedded', 'passing.test.nix']
  const folder = copyOf('nix')
  expect(await test(folder, ...by, '--lib', nixpkgsLib!)).toEqual(await test(folder, ...by))
})

describe('tests in JavaScript and TypeScript', () => {
  const by = ['--engine', 'embedded', '--reporter', 'pretty']
  /** Inside the repository: esbuild is found from there, as in a project that has it. */
  const folder = join(repository, 'fixtures', 'testing', 'scripts')
  const snapshots = join(folder, '__snapshots__')
  afterEach(() => rmSync(snapshots, { recursive: true, force: true }))

  it('pass, and fail at their lines', async () => {
    const { out, err, status } = await test(folder, ...by)
    expect(out).toMatchSnapshot()
    expect(err).toContain('hello from a test')
    expect(status).toBe(1)
    expect(readFileSync(join(snapshots, 'given.test.mjs.snap'), 'utf8')).toMatchSnapshot()
  })

  it('in TypeScript say what is missing where nothing can read it', async () => {
    const here = copyOf('scripts')
    const { out } = await test(here, ...by, 'typed.test.ts')
    if ('typescript' in process.features) return
    expect(out).toContain('error[tool-missing]: <here>/typed.test.ts is TypeScript, and Node 20')
    expect(out).toContain('hint: Take Node 22.18 or newer, add esbuild or typescript to the project')
  })

  it('run against the project of the command line', async () => {
    writeFileSync(join(mkFolder(), 'x.test.mjs'), probe)
    const { out } = await test(folder, ...by, '-f', '../nix', 'probe/x.test.mjs')
    rmSync(join(folder, 'probe'), { recursive: true })
    expect(out).toContain('✓ machine-1')
  })

  const mkFolder = () => {
    mkdirSync(join(folder, 'probe'), { recursive: true })
    return join(folder, 'probe')
  }
  const probe = [
    "import { project, test } from 'terrane/test'",
    'const { document } = await project()',
    'for (const name of Object.keys(document.resource.terraform_data)) test(name, () => {})',
  ].join('\n')
})

describe('terrane test', () => {
  const by = ['--engine', 'embedded']

  it('prints TAP where nobody looks', async () => {
    const { out } = await test(copyOf('nix'), ...by, '--name', 'er')
    expect(out).toMatchSnapshot()
  })

  it('prints no header of TAP before an error that is of no test', async () => {
    expect(await test(scratch(), ...by)).toMatchObject({
      out: '',
      err: expect.stringMatching(/^error\[entry-missing\]: /),
    })
    const named = await test(copyOf('nix'), ...by, '--name', 'no such test')
    expect(named).toMatchObject({ out: '', err: expect.stringContaining("no test has 'no such test'") })
  })

  it('prints with --json what schemas/test-events.schema.json says', async () => {
    const schema = JSON.parse(readFileSync(join(repository, 'schemas', 'test-events.schema.json'), 'utf8'))
    const check = new Ajv2020.default({ allErrors: true, allowUnionTypes: true }).compile(schema)
    const met = new Set<string>()
    for (const folder of ['nix', 'broken']) {
      const { out } = await test(copyOf(folder), ...by, '--json')
      for (const line of out.trimEnd().split('\n')) {
        const event = JSON.parse(line)
        expect(check(event), `${line}\n${JSON.stringify(check.errors)}`).toBe(true)
        met.add(event.type === 'test' ? event.status : event.type)
      }
    }
    expect([...met].sort()).toEqual(['failed', 'passed', 'skipped', 'test_summary'])
    expect(check({ type: 'test', file: '/x', entry: null, path: [], status: 'failed', failures: [] })).toBe(
      false,
    )
    expect(check({ type: 'test_summary', passed: -1 })).toBe(false)
  })

  it('prints an object a line with --json', async () => {
    const { out, status } = await test(copyOf('nix'), ...by, '--json', '--name', 'values')
    const lines = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(lines.map(({ type, status: one, path }) => [type, one, path])).toEqual([
      ['test', 'failed', ['values', 'differ']],
      ['test', 'failed', ['values', 'throw']],
      ['test', 'failed', ['values', 'have a wrong type']],
      ['test', 'passed', ['compares values']],
      ['test_summary', undefined, undefined],
    ])
    expect(lines.at(-1)).toMatchObject({ passed: 1, failed: 3, skipped: 0 })
    expect(status).toBe(1)
  })

  it('runs the tests of a file against each project that it names', async () => {
    const here = scratch()
    cpSync(join(repository, 'examples', 'tested'), here, { recursive: true })
    const { out, status } = await test(here, ...by, '--reporter', 'pretty', 'infra.test.nix')
    expect(out).toContain('  production\n    ✓ the database')
    expect(out).toContain('  staging\n    ✓ the database')
    expect(status).toBe(0)
    // The command line names another.
    const other = await test(here, ...by, '-f', 'infra.nix', 'infra.test.nix', '-t', 'database')
    expect(other.out).toContain('ok 1 - infra.test.nix: the database is open to the network alone')
  })

  it('writes no new snapshot where CI is set, and says so', async () => {
    const here = copyOf('nix')
    process.env.CI = 'true'
    const { out, status } = await test(here, ...by, 'passing.test.nix', '-t', 'numbers')
    expect(out).toContain('there is no snapshot of it yet, and none is written where CI is set')
    expect(status).toBe(1)
    expect(existsSync(join(here, '__snapshots__'))).toBe(false)
  })

  it('shows how a value differs from its snapshot, and takes it with --update', async () => {
    const here = copyOf('nix')
    const write = (value: string) =>
      writeFileSync(join(here, 'one.test.nix'), `{ ... }: { one.snapshot = { a = 1; b = ${value}; }; }\n`)
    const run = (...args: readonly string[]) =>
      test(here, ...by, '--reporter', 'pretty', 'one.test.nix', ...args)
    write('2')
    expect((await run()).out).toContain('snapshots: 1 written')
    write('3')
    const { out, status } = await run()
    expect(out).toMatchSnapshot()
    expect(status).toBe(1)
    expect((await run('--update')).out).toContain('snapshots: 1 updated')
    expect((await run()).status).toBe(0)
  })

  it('says where it has looked for tests in vain', async () => {
    const here = scratch()
    const none = await test(here, ...by)
    expect(none.err).toContain('error[entry-missing]: there are no tests in this folder')
    expect(none.status).toBe(3)
    writeFileSync(join(here, 'infra.test.nix'), '{ }')
    expect((await test(here, ...by, 'infra.tset.nix')).err).toContain('did you mean infra.test.nix?')
    writeFileSync(join(here, 'infra.test.nix'), '{ a = true; }')
    expect((await test(here, ...by, '--name', 'b')).err).toContain("no test has 'b' in its name")
    expect((await test(here, ...by, '--name')).err).toContain("option '-t, --name <text>' argument missing")
  })

  it.skipIf(!hasNix)('goes on after errors that Nix does not come back from', async () => {
    const here = scratch()
    const text =
      '{ lib, ... }: { deep = (let f = n: 1 + f n; in f 1) == 2; stopped = abort "stop"; ok = lib ? id; }'
    writeFileSync(join(here, 'x.test.nix'), text)
    for (const engine of ['nix', 'embedded']) {
      const { out } = await test(here, '--engine', engine)
      expect(out.match(/^(not )?ok .*/gm)).toEqual([
        'not ok 1 - x.test.nix: deep',
        'not ok 2 - x.test.nix: stopped',
        'ok 3 - x.test.nix: ok',
      ])
    }
  })

  it('leaves a file alone that it has not written', async () => {
    const here = scratch()
    writeFileSync(join(here, 'x.test.nix'), '{ a.snapshot = 1; }')
    mkdirSync(join(here, '__snapshots__'))
    writeFileSync(join(here, '__snapshots__', 'x.test.nix.snap'), 'mine')
    const { out, status } = await test(here, ...by, '--update')
    expect(out).toContain('x.test.nix.snap is no file of snapshots that terrane wrote')
    expect(status).toBe(1)
    expect(readFileSync(join(here, '__snapshots__', 'x.test.nix.snap'), 'utf8')).toBe('mine')
  })

  it('explains a test file that is none', async () => {
    const here = scratch()
    writeFileSync(join(here, 'list.test.nix'), '[ ]')
    writeFileSync(join(here, 'syntax.test.nix'), '{ a = ; }')
    writeFileSync(join(here, 'entries.test.nix'), '{ config, ... }: { entries.a = config.x; b = true; }')
    writeFileSync(join(here, 'empty.test.nix'), '{ group = { }; }')
    writeFileSync(join(here, 'flake.test.nix'), '{ entries.a = "nowhere#web"; b = true; }')
    const { out, status } = await test(here, ...by, '--reporter', 'pretty')
    expect(out).toMatchSnapshot()
    expect(status).toBe(1)
  })

  it('explains scripts that are no tests, and links to nothing', async () => {
    const here = scratch()
    const files = {
      'no-body.test.mjs': "test('a')",
      'no-name.test.mjs': 'test()',
      'waits.test.mjs': "test('a', () => new Promise(() => {}))",
    }
    for (const [name, text] of Object.entries(files))
      writeFileSync(join(here, name), `import { test } from 'terrane/test'\n${text}\n`)
    const { out, status } = await test(here, ...by, '--reporter', 'pretty')
    expect(out).toMatchSnapshot()
    expect(status).toBe(1)
    symlinkSync('gone', join(here, 'link.test.nix'))
    expect((await test(here, ...by, 'link.test.nix')).err).toMatchSnapshot()
  })

  it.skipIf(process.getuid?.() !== 0 || !hasSetpriv)('names a folder that it may not read', async () => {
    const here = scratch()
    chmodSync(here, 0o755)
    mkdirSync(join(here, 'theirs'), { mode: 0o700 })
    const command = [process.execPath, builtCommand, 'test']
    const { status, stderr } = spawnSync(
      'setpriv',
      ['--reuid=65534', '--regid=65534', '--clear-groups', ...command],
      { cwd: here, encoding: 'utf8', env: { ...process.env, HOME: here, XDG_CACHE_HOME: here } },
    )
    expect(stderr.replaceAll(here, '<here>')).toMatchSnapshot()
    expect(status).toBe(4)
  })
})
