import { describe, expect, it } from 'vitest'
import { readSites } from '../../../src/nix/sites/read-sites.js'
import { sourceTree } from '../../../src/nix/sites/source-tree.js'

const reads = (text: string, path: string) =>
  readSites(sourceTree('/module.nix', text)!, path.split('.')).map(
    ({ position, path: read }) => `${position.line}:${position.column} ${read.join('.')}`,
  )

describe('the places that read a value', () => {
  it('select it, a part of it, or what it is in', () => {
    const text = '{ config, ... }: [ config.a.b config.a.b.c config.a config.a.x config.b ]'
    expect(reads(text, 'a.b')).toEqual(['1:20 a.b', '1:31 a.b.c', '1:44 a'])
  })

  it('select it through a name for a part of config', () => {
    expect(reads('let cfg = config.a; in cfg.b + cfg.c', 'a.b')).toEqual(['1:24 a.b'])
    expect(reads('let cfg = config.a; in cfg', 'a.b')).toEqual([])
  })

  it('call a block for a reference', () => {
    const text = 'config.resource.aws_vpc.main "id"'
    expect(reads(text, 'resource.aws_vpc.main')).toEqual(['1:1 resource.aws_vpc.main.id'])
    expect(reads(text, 'resource.aws_vpc.main.cidr_block')).toEqual([])
  })

  it('name the block in a Terraform expression', () => {
    expect(reads('"\\${aws_vpc.main.id}"', 'resource.aws_vpc.main.cidr_block')).toEqual([
      '1:1 resource.aws_vpc.main',
    ])
    expect(reads('"\\${data.aws_ami.nix.id}"', 'data.aws_ami.nix')).toEqual(['1:1 data.aws_ami.nix'])
    expect(reads('"\\${var.region}"', 'variable.region.default')).toEqual(['1:1 variable.region'])
    expect(reads('"\\${aws_vpc.main2.id} my_aws_vpc.main"', 'resource.aws_vpc.main')).toEqual([])
    expect(reads('"\\${data.aws_vpc.main.id}"', 'resource.aws_vpc.main')).toEqual([])
  })
})
