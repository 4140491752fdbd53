import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/project/compile.js'
import { locateAttributes } from '../../src/project/plan-places.js'
import { compileOptions, temporaryFolder } from '../support/compile.js'

const infra = `{ lib, ... }:
{
  imports = [ ./more.nix ];
  resource.aws_instance.web = {
    ami = "ami-1";
    tags.Name = "web";
    root_block_device = { volume_size = 8; };
    ebs_block_device = [
      { device_name = "a"; }
      { device_name = "b"; }
    ];
    security_groups = lib.mkDefault [ "a" ];
  };
  resource.aws_s3_bucket = lib.genAttrs [ "one" "two" ] (name: {
    bucket = name;
    tags.Name = name;
  });
  module.net.source = "./net";
}
`
const more = `{ lib, ... }:
{
  resource.aws_instance.web = {
    ami = lib.mkForce "ami-2";
    security_groups = [ "b" ];
  };
}
`

const project = async () => {
  const folder = temporaryFolder()
  writeFileSync(join(folder, 'infra.nix'), infra)
  writeFileSync(join(folder, 'more.nix'), more)
  const options = compileOptions(join(folder, 'infra.nix'), { engine: 'embedded', check: false })
  const { text, definitions } = await compile(options, () => {})
  const places = locateAttributes({ text, entries: options.entries, definitions: definitions! })
  return (address: string, ...path: readonly (string | number)[]) =>
    places(address, path).map(({ file, line }) => `${file.slice(folder.length + 1)}:${line}`)
}

describe('the line of Nix that asks for an attribute of a plan', () => {
  it('is that of the definition that wins', async () => {
    const at = await project()
    expect(at('aws_instance.web', 'ami')).toEqual(['more.nix:4'])
    expect(at('aws_instance.web', 'security_groups', 0)).toEqual(['more.nix:5'])
    expect(at('aws_instance.web[0]', 'tags', 'Name')).toEqual(['infra.nix:6'])
  })

  it('is found below a block that the plan has as a list', async () => {
    const at = await project()
    expect(at('aws_instance.web', 'root_block_device', 0, 'volume_size')).toEqual(['infra.nix:7'])
    expect(at('aws_instance.web', 'ebs_block_device', 1, 'device_name')).toEqual(['infra.nix:8'])
  })

  it('is that of the attribute in the function that makes the resource, where there is but one', async () => {
    const at = await project()
    expect(at('aws_s3_bucket.one', 'bucket')).toEqual(['infra.nix:15'])
    // Two have tags: the place of the whole is right, if not near.
    expect(at('aws_s3_bucket.two', 'tags', 'Name')).toEqual(['infra.nix:14'])
    expect(at('aws_s3_bucket.two')).toEqual(['infra.nix:14'])
  })

  it('is none for what nobody asks for', async () => {
    const at = await project()
    expect(at('aws_instance.web', 'id')).toEqual([])
    expect(at('aws_instance.gone', 'ami')).toEqual([])
    expect(at('module.net.aws_vpc.main', 'cidr_block')).toEqual([])
    expect(at('module.net.aws_vpc.main')).toEqual(['infra.nix:18'])
  })
})
