import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/project/compile.js'
import { locateIn } from '../../src/project/terraform-places.js'
import type { TerraformPlace } from '../../src/terraform/driver/context.js'
import { compileOptions, temporaryFolder } from '../support/compile.js'

const module = `{ lib, ... }:
{
  imports = [ ./more.nix ];
  resource.terraform_data.web = {
    input = "x";
    triggers_replace = lib.mkIf true [ "a" ];
  };
  data.terraform_remote_state.net.backend = "local";
  module.inner.source = "./inner";
  output = lib.genAttrs [ "one" ] (_: { value = 1; });
}
`

const more = `{
  resource.terraform_data.web.triggers_replace = [
    "b"
  ];
}
`

const project = async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'infra.nix'), module)
  writeFileSync(join(folder, 'more.nix'), more)
  const options = compileOptions(join(folder, 'infra.nix'), { engine: 'embedded', check: false })
  const { text, definitions } = await compile(options, () => {})
  const locate = locateIn({
    text,
    entries: options.entries,
    definitions: definitions!,
    folder: { path: folder, entries: [] },
  })
  const lineOf = (part: string) => text.split('\n').findIndex(line => line.includes(part)) + 1
  const at = (place: TerraformPlace) =>
    locate(place).map(({ position }) => `${position.file.slice(folder.length + 1)}:${position.line}`)
  return { at, lineOf }
}

describe('the place in Nix of what Terraform complains of', () => {
  it('is that of the value on the line', async () => {
    const { at, lineOf } = await project()
    const context = 'resource.terraform_data.web'
    expect(at({ context, line: lineOf('"input"') })).toEqual(['infra.nix:5'])
    expect(at({ context, line: lineOf('"triggers_replace"') })).toEqual(['more.nix:2', 'infra.nix:6'])
    expect(at({ context, line: lineOf('"b"') })).toEqual(['more.nix:3'])
  })

  it('is that of the block where the line lies in another', async () => {
    const { at, lineOf } = await project()
    expect(at({ context: 'module.inner', line: lineOf('"input"') })).toEqual(['infra.nix:9'])
  })

  it('is that of the block of an address', async () => {
    const { at } = await project()
    expect(at({ address: 'terraform_data.web[0]' })).toEqual(['more.nix:2', 'infra.nix:4'])
    expect(at({ address: 'data.terraform_remote_state.net["a.b"]' })).toEqual(['infra.nix:8'])
    expect(at({ address: 'module.inner.terraform_data.x' })).toEqual(['infra.nix:9'])
  })

  it('is the nearest that is written out', async () => {
    const { at, lineOf } = await project()
    expect(at({ context: 'output.one', line: lineOf('"value"') })).toEqual(['infra.nix:10'])
  })

  it('is that of all that its words name, where they are all it has', async () => {
    const { at } = await project()
    const mentioned = ['terraform_data.web', 'terraform_data.other', 'data.terraform_remote_state.net']
    expect(at({ mentioned })).toEqual(['more.nix:2', 'infra.nix:4', 'infra.nix:8'])
  })

  it('is nowhere for what nobody defines', async () => {
    const { at } = await project()
    expect(at({ address: 'provider["x"]' })).toEqual([])
    expect(at({})).toEqual([])
  })
})
