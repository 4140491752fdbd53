import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { DocumentedOption } from '../../src/modules/option-docs/documented-option.js'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'
import { scratch } from '../support/scratch.js'
import { terrane } from '../support/terrane.js'

const project = join(repository, 'fixtures', 'options', 'servers')
const engines = [
  ['embedded', true],
  ['nix', hasNix],
] as const

const options = (args: readonly string[], folder = project) => terrane(folder, ['options', ...args])

const listed = async (args: readonly string[]) =>
  JSON.parse((await options([...args, '--json'])).out) as Readonly<Record<string, DocumentedOption>>

describe.each(engines)('options with the engine %s', (engine, there) => {
  const by = ['--engine', engine]
  beforeEach(() => {
    process.env.TERRANE_TEST_SECRET = 'hunter3'
  })
  afterEach(() => {
    delete process.env.TERRANE_TEST_SECRET
  })

  it.skipIf(!there)('are printed in the form of options.json', async () => {
    const { out, status } = await options([...by, '--json', 'servers.<name>.size'])
    expect(JSON.parse(out)).toEqual({
      'servers.<name>.size': {
        declarations: [{ column: 13, line: 14, name: 'infra.nix:14:13', path: 'infra.nix' }],
        default: { _type: 'literalExpression', text: '"small"' },
        description: 'How large the machine is. It can be changed later.',
        example: { _type: 'literalExpression', text: '"large"' },
        loc: ['servers', '<name>', 'size'],
        readOnly: false,
        type: 'one of "small", "large"',
      },
    })
    expect(status).toBe(0)
  })

  it.skipIf(!there)('are all there: the project’s own, those of its submodules, and terrane’s', async () => {
    const all = await listed(by)
    expect(Object.keys(all)).toEqual(
      expect.arrayContaining([
        'servers',
        'servers.<name>.tags',
        '"odd names"."with.dots"',
        'resource',
        'users.<name>.<name>.publicKey',
      ]),
    )
    expect(all.resource!.declarations).toMatchObject([{ name: '<terrane/modules/blocks.nix>' }])
    expect(all['"odd names"."with.dots"']?.readOnly).toBe(true)
    expect(Object.keys(all).filter(name => name.includes('_module'))).toEqual([])
  })

  it.skipIf(!there)('are shown or hidden as in nixpkgs', async () => {
    expect(Object.keys(await listed([...by, 'visibility']))).toEqual([
      'visibility.shallow',
      'visibility.transparent.member',
      'visibility.undescribed',
      'visibility.untyped',
    ])
  })

  it.skipIf(!there)('tell a default that needs a configuration by its source, and no secret', async () => {
    const all = await listed([...by, 'difficult'])
    const text = (name: string) => (all[`difficult.${name}`]!.default as { text: string } | undefined)?.text
    expect(text('token')).toBe('"token-${config.difficult.secret}"')
    expect(text('fromEnvironment')).toBe('builtins.getEnv "TERRANE_TEST_SECRET"')
    expect(text('package')).toBe('pkgs.hello')
    expect(text('template')).toBe('./difficult.nix')
    expect(text('wrong')).toBe('{\n  a = 1;\n}.b')
    expect(text('wrongElsewhere')).toBeUndefined()
    expect(text('computed')).toBe('*what you get* from six times seven')
    expect(text('inSeveralLines')).toContain('in\nwith lib;\n')
    expect(JSON.stringify(all)).not.toContain('hunter')
    expect(JSON.stringify(all)).not.toContain(repository)
  })

  it.skipIf(!there)('follow a type that contains itself once', async () => {
    expect(Object.keys(await listed([...by, 'difficult.tree']))).toEqual([
      'difficult.tree',
      'difficult.tree.branches',
      'difficult.tree.branches.<name>.branches',
    ])
  })

  it.skipIf(!there)('inside of a tag are declared at their lines', async () => {
    const here = scratch()
    writeFileSync(
      join(here, 'infra.nix'),
      `{ lib, ... }:
{
  options.rule = lib.mkOption {
    type = lib.types.attrTag {
      allow = lib.mkOption {
        type = lib.types.submodule { options.port = lib.mkOption { type = lib.types.port; }; };
      };
    };
  };
}
`,
    )
    const { out } = await options([...by, 'rule.allow.port'], here)
    expect(out).toContain('declared: infra.nix:6:38')
  })

  it.skipIf(!there)('are explained where the modules themselves do not evaluate', async () => {
    const here = scratch()
    writeFileSync(join(here, 'infra.nix'), '{ lib, ... }:\n{\n  options.x = lib.mkOptoin { };\n}\n')
    const { err, out, status } = await options(by, here)
    expect(err).toContain("attribute 'mkOptoin' missing")
    expect(err).toContain('--> infra.nix:3:15')
    expect(out).toBe('')
    expect(status).toBe(3)
  })
})

// Every form is made of the same data: what --json leaves out of it, --verbose shows.
it.skipIf(!hasNix)('options are the same bytes from either engine', async () => {
  for (const form of [['--json'], ['--verbose']]) {
    const [embedded, nix] = await Promise.all(
      ['embedded', 'nix'].map(engine => options(['--engine', engine, ...form])),
    )
    expect(embedded!.out).toBe(nix!.out)
  }
})

it.skipIf(nixpkgsLib === undefined)("options are the same bytes with nixpkgs' lib", async () => {
  const by = ['--engine', 'embedded', '--json']
  expect((await options([...by, '--lib', nixpkgsLib!])).out).toBe((await options(by)).out)
})

describe('options', () => {
  const by = ['--engine', 'embedded']

  it('are a list by file, those of terrane last', async () => {
    const { out } = await options(by)
    expect(out).toMatchSnapshot()
  })

  it('are shown whole where one is named', async () => {
    expect((await options([...by, 'servers.web.size'])).out).toBe(
      [
        'servers.<name>.size',
        '  How large the machine is. It can be changed later.',
        '',
        '  type:     one of "small", "large"',
        '  default:  "small"',
        '  example:  "large"',
        '  declared: infra.nix:14:13',
        '',
      ].join('\n'),
    )
  })

  it('are found by a word of their description', async () => {
    const { out } = await options([...by, '--search', 'MACHINES by'])
    expect(out).toBe('infra.nix\n  servers: attribute set of (submodule) = { }\n      Machines by name.\n')
    const nothing = await options([...by, '--search', 'zebra'])
    expect(nothing.err).toContain("no option has 'zebra' in its name or description")
    expect(nothing.status).toBe(64)
  })

  it('that are not there are suggested', async () => {
    const { err, status } = await options([...by, 'serves'])
    expect(err).toBe(
      "error[module-unknown-option]: there is no option `serves'\n  hint: did you mean `servers'?\n",
    )
    expect(status).toBe(3)
  })

  it('become a page of Markdown', async () => {
    expect((await options([...by, '--markdown', 'servers'])).out).toMatchSnapshot()
    expect((await options([...by, '--markdown', '"odd names"'])).out).toMatchSnapshot()
  })

  it('become a manual page', async () => {
    expect((await options([...by, '--man', 'servers'])).out).toMatchSnapshot()
    expect((await options([...by, '--man', '"odd names"'])).out).toMatchSnapshot()
  })

  const hasGroff = spawnSync('groff', ['--version']).status === 0
  it.skipIf(!hasGroff)('become a manual page that groff reads as it was meant', async () => {
    const { out } = await options([...by, '--man'])
    const { stdout, stderr } = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-cbou'], {
      input: out,
      encoding: 'utf8',
    })
    expect(stderr).toBe('')
    expect(stdout).toContain("starts with a dot, has a \\ backslash, 'quotes' and – a dash")
    expect(stdout).toContain('servers.web.size = "large";')
    expect(stdout).toContain('servers.<name>.label')
  })

  it('have URLs where they are asked for', async () => {
    const all = await listed([...by, 'servers', '--url-prefix', 'https://example.com/', '--url-suffix', '?x'])
    expect(all.servers!.declarations).toMatchObject([{ url: 'https://example.com/infra.nix?x' }])
    const { err } = await options([...by, '--url-prefix', 'https://example.com/'])
    expect(err).toContain('--url-prefix and --url-suffix go with --json')
  })

  it('are printed in one form', async () => {
    expect((await options(['--json', '--man'])).err).toContain('--json and --man exclude each other')
  })

  it('name files from the working folder on a terminal, and from the project in documents', async () => {
    const here = scratch()
    mkdirSync(join(here, 'project'))
    cpSync(project, join(here, 'project'), { recursive: true })
    const one = ['-f', 'project', 'servers.<name>.size', ...by]
    expect((await options(one, here)).out).toContain('declared: project/infra.nix:14:13')
    expect((await options([...one, '--markdown'], here)).out).toContain('`infra.nix:14:13`')
  })

  it('reveal nothing that rewrites the terminal', async () => {
    const here = scratch()
    writeFileSync(
      join(here, 'infra.nix'),
      '{ lib, ... }: { options.x = lib.mkOption { description = builtins.fromJSON "\\"a\\\\u001b[2Jb\\""; }; }',
    )
    expect((await options([...by, '-v', 'x'], here)).out).toContain('  ab\n')
  })
})
