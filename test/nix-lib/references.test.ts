/** The one way to refer to things and to call functions (docs/references.md), down to what a real Terraform makes of it. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { terraformOutputs } from '../support/apply-document.js'
import { compileErrors, compileFile, temporaryFolder } from '../support/compile.js'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'
import { hasTerraform } from '../support/terraform.js'

const project = join(repository, 'fixtures', 'references')
const entry = join(project, 'infra.nix')

describe('references and calls', () => {
  it.skipIf(!hasTerraform)('have the values that they should have', async () => {
    const folder = temporaryFolder()
    cpSync(join(project, 'inner'), join(folder, 'inner'), { recursive: true })
    const { text } = await compileFile(entry, { engine: 'embedded', workFolder: folder })
    writeFileSync(join(folder, 'config.tf.json'), text)
    expect(terraformOutputs(folder)).toEqual(JSON.parse(readFileSync(join(project, 'outputs.json'), 'utf8')))
  })

  it.skipIf(!hasNix)('are the same with Nix, and with the lib of nixpkgs', async () => {
    const { text } = await compileFile(entry, { engine: 'embedded' })
    expect((await compileFile(entry, { engine: 'nix' })).text).toBe(text)
    if (nixpkgsLib !== undefined)
      expect((await compileFile(entry, { engine: 'nix', lib: nixpkgsLib })).text).toBe(text)
  })
})

describe('providers', () => {
  it('are named by their bare addresses', async () => {
    const file = join(temporaryFolder(), 'infra.nix')
    writeFileSync(
      file,
      `{ config, ... }: {
        terraform.required_providers.x.source = "example/x";
        provider.x = { alias = "us"; };
        provider.y = { };
        resource.x_thing = {
          a.provider = config.provider.x "us";
          b.provider = config.provider.x "";
          c.provider = config.provider.y "";
        };
      }`,
    )
    const { text } = await compileFile(file, { engine: 'embedded' })
    expect(JSON.parse(text).resource.x_thing).toEqual({
      a: { provider: 'x.us' },
      b: { provider: 'x.us' },
      c: { provider: 'y' },
    })
  })
})

describe.each([['embedded' as const], ['nix' as const]])('a misuse of lib.tf, engine %s', engine => {
  const messageOf = async (expression: string) => {
    const file = join(temporaryFolder(), 'infra.nix')
    writeFileSync(file, `{ lib, ... }: { output.x.value = ${expression}; }`)
    return (await compileErrors(file, { engine }))[0]!.message
  }

  it.skipIf(engine === 'nix' && !hasNix)('is told', async () => {
    expect(await messageOf('lib.tf.call "f" "x"')).toBe(
      'lib.tf.call f takes a list of arguments, not a string',
    )
    expect(await messageOf('lib.tf.call "no function" [ ]')).toBe(
      'lib.tf.call takes the name of a function first, such as "format" or "provider::aws::arn_parse"',
    )
    expect(await messageOf('lib.tf.call "f" [ (x: x) ]')).toBe(
      'lib.tf: a function is no value for Terraform; what a block\'s function gives is, as in `config.resource.aws_vpc.main "id"\'',
    )
    expect(await messageOf('lib.tf.expr 3')).toBe('lib.tf.expr takes a text, not an integer')
    expect(await messageOf('lib.tf.escape [ ]')).toBe('lib.tf.escape takes a text, not a list')
  })
})
