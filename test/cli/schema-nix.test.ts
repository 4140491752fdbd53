/** `terrane schema nix`: what it writes, what that checks, and that the document stays the same. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line.js'
import { compile } from '../../src/project/compile.js'
import { temporaryFolder } from '../support/compile.js'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'
import { recordingTerminal } from '../support/recording-terminal.js'

const newProject = () => {
  const folder = join(temporaryFolder(), 'project')
  mkdirSync(folder)
  writeFileSync(join(folder, 'infra.nix'), '{ imports = [ ./types.nix ./resources.nix ]; }\n')
  const terrane = async (...args: readonly string[]) => {
    const terminal = recordingTerminal(folder)
    const status = await runCommandLine(args, terminal, { compile: async () => compile })
    const plain = (text: string) => text.replaceAll(folder, '<project>')
    return { status, out: plain(terminal.printed()), err: plain(terminal.complained()) }
  }
  const has = (text: string) => writeFileSync(join(folder, 'resources.nix'), text)
  const add = (name: string) =>
    terrane('schema', 'add', join(repository, 'fixtures', 'provider-schemas', `${name}.json`))
  return { folder, terrane, has, add }
}

const everything = async () => {
  const project = newProject()
  await project.add('everything')
  await project.terrane('schema', 'nix', 'everything', '--all', '-o', 'types.nix')
  return project
}

const resources = `{ config, lib, ... }:
{
  terraform.required_providers.everything.source = "example/everything";
  variable.x.default = "x";
  provider.everything = [ { region = "a"; } { alias = "b"; region = lib.tf.ref "var.x"; } ];
  resource.everything_limits.a = {
    count = 2;
    flag = "true";
    rows = lib.tf.ref "var.x";
    needed = [ { key = lib.tf.ref "var.x"; } { key = 3; } ];
    one = lib.mkDefault { };
    lifecycle.ignore_changes = [ "flag" ];
  };
  resource.everything_limits.b = lib.mkMerge [
    { needed.key = config.resource.everything_attributes.a "id"; one.key = "x"; }
    (lib.mkIf false { nonsense = throw "not looked at"; })
    { flag = lib.mkForce null; }
  ];
  resource.everything_limits.c = {
    dynamic.needed = { for_each = [ 1 ]; content.key = "x"; };
    one = [ { } ];
  };
  resource.everything_attributes.a.name = "x";
  resource.terraform_data.other.whatever = { is = [ "not" "declared" ]; };
  data.everything_lookup.x.name = "x";
}
`

const wrongs = `{ lib, ... }:
{
  resource.everything_limits = {
    a = { needed = [ { key = "x"; } { kye = "y"; } ]; one = { }; };
    b = { needed.key = [ ]; one = { }; };
    c = lib.mkMerge [ { needed.key = "x"; } { one = { kee = 1; }; } ];
    d.needed.key = "x";
    e = { needed = [ ]; one = { }; };
  };
  provider.everything.regoin = "x";
}
`

const engines = ['embedded', ...(hasNix ? ['nix'] : [])]
const libs = [[], ...(nixpkgsLib === undefined ? [] : [['--lib', nixpkgsLib]])]

describe('what terrane schema nix writes', () => {
  it('is a module with an option for each attribute and block', async () => {
    const { terrane, add } = newProject()
    await add('everything')
    const { out } = await terrane('schema', 'nix', 'example/everything', '--type', 'everything_limits')
    expect(out).toMatchSnapshot()
    await add('aws')
    const written = await terrane('schema', 'nix', 'aws', '--type', 'aws_vpc', '--type', 'data.aws_ami')
    expect(written.out).toContain('    cidr_block = optional string "Left out, the provider decides.";')
    expect(written.out.replaceAll('\n      ', '\n')).toContain('options.data = declare "data" {')
  })

  it('needs to be told which types, and knows similar ones', async () => {
    const { terrane, add, folder } = newProject()
    expect((await terrane('schema', 'nix', 'everything')).err).toMatchSnapshot()
    await add('everything')
    for (const args of [
      [],
      ['everything'],
      ['everythin', '--all'],
      ['everything', '--type', 'everything_limit'],
      ['everything', '--type', 'resource.everything_lookup'],
    ])
      expect(await terrane('schema', 'nix', ...args)).toMatchSnapshot(args.join(' '))
    expect((await terrane('schema', 'list', '--type', 'x')).err).toMatchSnapshot()
    const file = ['schema', 'nix', 'everything', '--all', '-o', 'types.nix']
    expect((await terrane(...file)).err).toBe('wrote types.nix\n')
    expect((await terrane(...file)).err).toMatchSnapshot()
    writeFileSync(join(folder, 'types.nix'), '')
    await terrane(...file, '--force')
    expect(readFileSync(join(folder, 'types.nix'), 'utf8')).toContain('declare "resource"')
  })
})

describe.each(engines)('types of a provider, with the engine %s', engine => {
  it.each(libs)('leave the document as it is %s', async (...lib) => {
    const { terrane, has, folder } = await everything()
    has(resources)
    const args = ['compile', '-o', '-', '--no-schema', '--no-check', '--engine', engine, ...lib]
    const typed = await terrane(...args)
    expect(typed.status).toBe(0)
    writeFileSync(join(folder, 'types.nix'), '{ }')
    expect((await terrane(...args)).out).toBe(typed.out)
  })

  it('tell what is wrong', async () => {
    const { terrane, has } = await everything()
    const errors = async (text: string, ...lib: readonly string[]) => {
      has(text)
      const { err } = await terrane('compile', '-o', '-', '--no-schema', '--engine', engine, ...lib)
      return err.split('\n').filter(line => line.startsWith('error'))
    }
    const limits = (text: string) => `resource.everything_limits.a = ${text};`
    const slip = `{ ${limits('{ needed.key = "x"; one = { }; flg = true; }')} }`
    const unknown = [
      "error[module-unknown-option]: The option `resource.everything_limits.a.flg' does not exist.",
    ]
    for (const lib of libs) expect(await errors(slip, ...lib)).toEqual(unknown)
    if (engine !== 'embedded') return
    for (const [text, error] of [
      [
        limits('{ needed.key = "x"; }'),
        "error[module-no-value]: The option `resource.everything_limits.a.one' was accessed but has no value defined. Try setting the option.",
      ],
      [
        limits('{ needed.key = [ ]; one = { }; }'),
        "error[module-type]: A definition for option `resource.everything_limits.a.needed.key' is not of type `string'. It is a list.",
      ],
      [
        limits('{ needed = "\\${var.x}"; one = { }; }'),
        "error[module-type]: A definition for option `resource.everything_limits.a.needed' is not of type `block'. It is a string.",
      ],
      [
        limits('{ needed = [ { key = 1; } { key = 2; } { key = 3; } ]; one = { }; }'),
        "error[module-type]: The option `resource.everything_limits.a.needed' has 3 blocks, and at most 2 can be there.",
      ],
      [
        'provider.everything.region = { };',
        "error[module-type]: A definition for option `provider.everything.region' is not of type `string'. It is a set.",
      ],
    ])
      expect(await errors(`{ ${text} }`)).toEqual([error])
  })

  it('are documented', async () => {
    const { terrane, has } = await everything()
    has('{ }')
    const [listed, ...others] = await Promise.all(
      libs.map(lib => terrane('options', 'resource.everything_limits', '--engine', engine, ...lib)),
    )
    expect(listed!.out).toMatchSnapshot()
    for (const { out } of others) expect(out).toBe(listed!.out)
  })
})

it('tell all that is wrong, at the lines that define it', async () => {
  const { terrane, has } = await everything()
  has(wrongs)
  const { err } = await terrane('compile', '-o', '-', '--no-schema', '--engine', 'embedded')
  expect(err).toMatchSnapshot()
})
