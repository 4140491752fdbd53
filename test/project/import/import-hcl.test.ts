/** `terrane import hcl`, as it is called: what it prints, writes and refuses. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../../src/cli/command-line.js'
import { compile } from '../../../src/project/compile.js'
import { temporaryFolder } from '../../support/compile.js'
import { hasTerraform, repository } from '../../support/nix.js'
import { recordingTerminal } from '../../support/recording-terminal.js'

const inFolder = (files: Readonly<Record<string, string>>) => {
  const folder = temporaryFolder()
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
  return {
    folder,
    terrane: async (...args: readonly string[]) => {
      const terminal = recordingTerminal(folder)
      const status = await runCommandLine(['import', ...args], terminal, { compile: async () => compile })
      const plain = (text: string) => text.replaceAll(folder, '<folder>')
      return { status, out: plain(terminal.printed()), err: plain(terminal.complained()) }
    },
  }
}

const small = '# A bucket.\nresource "aws_s3_bucket" "a" {\n  bucket = "a-${var.stage}" # named so\n}\n'

describe('what is written', () => {
  it('is printed, unless a file is named', async () => {
    const { terrane, folder } = inFolder({ 'main.tf': small })
    expect(await terrane('hcl', 'main.tf')).toMatchInlineSnapshot(`
      {
        "err": "",
        "out": "{
        # A bucket.
        resource.aws_s3_bucket.a = {
          bucket = "a-\\\${var.stage}"; # named so
        };
      }
      ",
        "status": 0,
      }
    `)
    expect(await terrane('hcl', 'main.tf', '-o', 'infra.nix')).toMatchInlineSnapshot(`
      {
        "err": "wrote infra.nix
      ",
        "out": "",
        "status": 0,
      }
    `)
    expect(readFileSync(join(folder, 'infra.nix'), 'utf8')).toContain('resource.aws_s3_bucket.a =')
  })

  it('never takes the place of what is there, without --force', async () => {
    const { terrane, folder } = inFolder({ 'main.tf': small, 'infra.nix': 'mine' })
    expect(await terrane('hcl', 'main.tf', '-o', 'infra.nix')).toMatchInlineSnapshot(`
      {
        "err": "error[file-access]: infra.nix is there already
        hint: nothing was written; --force writes over it
      ",
        "out": "",
        "status": 4,
      }
    `)
    expect(readFileSync(join(folder, 'infra.nix'), 'utf8')).toBe('mine')
    expect((await terrane('hcl', 'main.tf', '-o', 'infra.nix', '--force')).status).toBe(0)
  })

  it('is a module a file in a folder', async () => {
    const { terrane, folder } = inFolder({
      'tf/main.tf': small,
      'tf/variables.tf': 'variable "stage" {}\nprovider "aws" {}\n',
      'tf/more.tf.json': '{"output":{"x":{"value":"${var.stage}"}},"provider":{"google":{"project":"p"}}}',
    })
    expect(await terrane('hcl', 'tf', '-o', 'nix/')).toMatchInlineSnapshot(`
      {
        "err": "wrote nix/main.nix
      wrote nix/more.nix
      wrote nix/variables.nix
      wrote nix/default.nix
      ",
        "out": "",
        "status": 0,
      }
    `)
    expect(readdirSync(join(folder, 'nix')).sort()).toEqual([
      'default.nix',
      'main.nix',
      'more.nix',
      'variables.nix',
    ])
    expect((await terrane('hcl', 'tf', '-o', 'nix')).status).toBe(4)
  })

  it('has values of variables, but no secrets', async () => {
    const { terrane } = inFolder({
      'main.tf': 'variable "a" {}\nvariable "b" {\n  sensitive = true\n}\n',
      'x.tfvars': 'a = { x = [1, null] }\nb = "secret"\n',
    })
    expect(await terrane('hcl', 'main.tf', 'x.tfvars')).toMatchInlineSnapshot(`
      {
        "err": "warning[hcl-doubtful]: The variable "b" is sensitive: its value stays out of the module. Give it with --var-file or TF_VAR_b.
        --> x.tfvars:2:1
      ",
        "out": "# TODO x.tfvars:2: The variable "b" is sensitive: its value stays out of the module. Give it with --var-file or TF_VAR_b.
      { lib, ... }:
      {
        variable.a = { };
        variable.b.sensitive = true;

        variable.a.default = lib.mkForce {
          x = [ 1 null ];
        };
      }
      ",
        "status": 0,
      }
    `)
  })

  it('has values of variables in the place of their defaults', async () => {
    const { terrane } = inFolder({
      'main.tf': 'variable "q" {\n  type    = number\n  default = 1\n}\n',
      'terraform.tfvars': '# more\nq = 2\n',
    })
    expect(await terrane('hcl', 'main.tf', 'terraform.tfvars')).toMatchInlineSnapshot(`
      {
        "err": "",
        "out": "{
        variable.q = {
          type = "number";
          # more
          default = 2;
        };
      }
      ",
        "status": 0,
      }
    `)
  })

  it('keeps a comment of JSON', async () => {
    const { terrane } = inFolder({ 'a.tf.json': '{"//":"By hand.","locals":{"a":1}}' })
    expect(await terrane('hcl', 'a.tf.json')).toMatchInlineSnapshot(`
      {
        "err": "",
        "out": "{
        # By hand.
        locals.a = 1;
      }
      ",
        "status": 0,
      }
    `)
  })

  it('keeps the order of blocks of which some are dynamic', async () => {
    const { terrane } = inFolder({
      'main.tf':
        'resource "x_y" "a" {\n  rule {}\n  dynamic "rule" {\n    for_each = []\n    content {}\n  }\n}\n',
    })
    expect(await terrane('hcl', 'main.tf')).toMatchInlineSnapshot(`
      {
        "err": "",
        "out": "{
        resource.x_y.a.dynamic.rule = [
          {
            for_each = [ true ];
            iterator = "once";
            content = { };
          }
          {
            for_each = [ ];
            content = { };
          }
        ];
      }
      ",
        "status": 0,
      }
    `)
  })

  it('is what the documentation shows', async () => {
    const docs = readFileSync(join(repository, 'docs', 'import-hcl.md'), 'utf8')
    const [, hcl, nix] = /\nFrom this\n([\s\S]*?)\ncomes\n([\s\S]*?)\nFiles may/.exec(docs) ?? []
    const code = (text = '') => `${text.replace(/^ {4}/gm, '').trim()}\n`
    const others = 'data "aws_ami" "nixos" {}\n'
    const { out } = await inFolder({ 'main.tf': `${code(hcl)}${others}` }).terrane('hcl', 'main.tf')
    expect(out.replace('  data.aws_ami.nixos = { };\n', '')).toBe(code(nix))
  })
})

describe('what is refused', () => {
  const refused = async (files: Readonly<Record<string, string>>, ...args: readonly string[]) => {
    const { status, out, err } = await inFolder(files).terrane(...args)
    expect(out).toBe('')
    return `${status}\n${err}`
  }

  it('is told with its place', async () => {
    expect(await refused({ 'a.tf': 'locals {\n  a = [1,\n}\n' }, 'hcl', 'a.tf')).toMatchInlineSnapshot(`
      "3
      error[hcl-syntax]: Invalid expression: Expected the start of an expression, but found an invalid expression token.
        --> a.tf:3:1
      2 |   a = [1,
      3 | }
        | ^
      "
    `)
    expect(
      await refused({ 'a.tf': 'locals {}\nmodul "x" {}\nx = 1\n' }, 'hcl', 'a.tf'),
    ).toMatchInlineSnapshot(`
      "3
      error[hcl-unconverted]: Blocks of type "modul" are not expected here.
        --> a.tf:2:1
      1 | locals {}
      2 | modul "x" {}
        | ^^^^^
      3 | x = 1
      error[hcl-unconverted]: An argument "x" can't stand outside of a block.
        --> a.tf:3:1
      2 | modul "x" {}
      3 | x = 1
        | ^
      "
    `)
    expect(await refused({ 'a.tf': 'resource "x" {}\n' }, 'hcl', 'a.tf')).toMatchInlineSnapshot(`
      "3
      error[hcl-unconverted]: A block "resource" has two labels.
        --> a.tf:1:1
      1 | resource "x" {}
        | ^^^^^^^^
      "
    `)
    expect(
      await refused(
        {
          'a.tf': 'terraform {\n  required_version = ">= 1"\n}\nterraform {\n  required_version = "< 2"\n}\n',
        },
        'hcl',
        'a.tf',
      ),
    ).toMatchInlineSnapshot(`
      "3
      error[hcl-unconverted]: terraform.required_version has two values, which a module can't
        hint: Terraform takes both: write them as one, such as "~> 1.5, != 1.5.3", or import one folder at a time
      "
    `)
    expect(
      await refused({ 'a.tf': 'variable "ttl" {\n  default = 60 * 60\n}\n' }, 'hcl', 'a.tf'),
    ).toMatchInlineSnapshot(`
      "3
      error[hcl-unconverted]: Only a value can stand here: in JSON, which modules become, Terraform computes nothing at this place.
        --> a.tf:2:13
      1 | variable "ttl" {
      2 |   default = 60 * 60
        |             ^^
      3 | }
        hint: write the value out: 3600, not 60 * 60
      "
    `)
    expect(await refused({ 'a.tf.json': '[1]' }, 'hcl', 'a.tf.json')).toMatchInlineSnapshot(`
      "3
      error[hcl-syntax]: <folder>/a.tf.json is no document in JSON: not an object
      "
    `)
    expect(await refused({ 'a_override.tf': '' }, 'hcl', '.')).toMatchInlineSnapshot(`
      "3
      error[hcl-unconverted]: <folder>/a_override.tf overrides parts of other files, which a module can't
        hint: write what it says into those files first, or leave it out; in Nix, lib.mkForce overrides
      "
    `)
  })

  it('are command lines that mean nothing', async () => {
    expect(await refused({}, 'hcl', '.')).toMatchInlineSnapshot(`
      "4
      error[file-access]: <folder> has no .tf files
      "
    `)
    expect(await refused({}, 'hcl', 'nowhere.tf')).toMatchInlineSnapshot(`
      "4
      error[file-access]: can't read <folder>/nowhere.tf: it does not exist
      "
    `)
    expect(await refused({ 'a.txt': '' }, 'hcl', 'a.txt')).toMatchInlineSnapshot(`
      "64
      error[usage]: <folder>/a.txt is none of *.tf.json, *.tofu.json, *.tf, *.tofu, *.tfvars
      "
    `)
    expect(await refused({}, 'yaml', 'a.yaml')).toMatchInlineSnapshot(`
      "64
      error[usage]: terrane import takes hcl, not 'yaml'
        hint: terrane import hcl FILE…
      "
    `)
  })
})

describe('what Terraform refuses', () => {
  it('is told with both places where something is there twice', async () => {
    const { terrane } = inFolder({
      'tf/a.tf': 'resource "aws_vpc" "a" {}\nvariable "v" {}\nprovider "aws" {}\nlocals {\n  l = 1\n}\n',
      'tf/b.tf':
        'resource "aws_vpc" "a" {\n  x = 1\n}\nprovider "aws" {\n  alias = "b"\n}\nlocals {\n  l = 1\n}\n',
      'tf/c.tf.json': '{"variable":{"v":{"default":1}}}\n',
      'other/a.tf': 'variable "v" {}\n',
    })
    expect((await terrane('hcl', 'tf')).err).toMatchSnapshot()
    expect((await terrane('hcl', 'tf/a.tf', 'other')).err).toMatchSnapshot('two folders')
  })

  it('is told one by one, of all files', async () => {
    const { terrane } = inFolder({
      'a.tf': 'locals {\n  a = = 1\n  b = "open\n}\n',
      'b.tf': 'locals {\n  c = 1 2\n}\n',
    })
    expect((await terrane('hcl', 'a.tf', 'b.tf')).err).toMatchSnapshot()
  })
})

describe('files of values', () => {
  const main = 'variable "a" {}\n'

  it('that do not agree are choices', async () => {
    const { terrane } = inFolder({
      'main.tf': main,
      'x.tfvars': 'a = { x = [1] }\n',
      'y.tfvars': 'a = {\n  x = [1] # the same\n}\n',
      'z.tfvars': 'a = { x = [1, 2] }\n',
    })
    expect((await terrane('hcl', 'main.tf', 'x.tfvars', 'z.tfvars')).err).toMatchSnapshot()
    expect((await terrane('hcl', 'main.tf', 'x.tfvars', 'y.tfvars')).status).toBe(0)
  })

  it('may have what nobody declares, as in Terraform', async () => {
    const { terrane } = inFolder({ 'main.tf': main, 'x.tfvars': 'a = 1\nb = 2\n' })
    expect(await terrane('hcl', 'main.tf', 'x.tfvars')).toMatchSnapshot()
  })
})

describe.skipIf(!hasTerraform)('the plans', () => {
  it('are the same with values for variables, some of which are secret', async () => {
    const { terrane } = inFolder({
      'main.tf':
        'variable "a" {\n  default = 1\n}\nvariable "b" {\n  sensitive = true\n}\nresource "terraform_data" "x" {\n  input = "${var.a}${var.b}"\n}\n',
      'x.tfvars': 'a = 2\nb = "secret"\n',
    })
    const { status, out, err } = await terrane('hcl', 'main.tf', 'x.tfvars', '--check')
    expect([status, out.includes('default = 2'), `${out}${err}`.includes('secret"')]).toEqual([
      0,
      true,
      false,
    ])
  })
})
