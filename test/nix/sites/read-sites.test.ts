import { describe, expect, it } from 'vitest'
import { readSites, type Submodule } from '../../../src/nix/sites/read-sites.js'
import { sourceTree } from '../../../src/nix/sites/source-tree.js'

const reads = (text: string, path: string, submodule?: Submodule) =>
  readSites(sourceTree('/module.nix', text)!, path.split('.'), submodule).map(
    ({ position, path: read }) => `${position.line}:${position.column} ${read.join('.')}`,
  )

describe('the places that read a value', () => {
  it('select it, a part of it, or what it is in', () => {
    const text = '{ config, ... }: [ config.a.b config.a.b.c config.a config.a.x config.b ]'
    expect(reads(text, 'a.b')).toEqual(['1:20 a.b', '1:31 a.b.c', '1:44 a'])
  })

  it('select it through a name for a part of config', () => {
    expect(reads('let cfg = config.a; in cfg.b + cfg.c', 'a.b')).toEqual(['1:24 a.b'])
    expect(reads('let cfg = config.a; in cfg', 'a.b')).toEqual(['1:24 a'])
    expect(reads('let b = cfg.b; cfg = config.a; in [ b.x (cfg: cfg.b) ]', 'a.b')).toEqual(['1:37 a.b.x'])
  })

  it('inherit it, or find it in a with', () => {
    expect(reads('let inherit (config) a; in { inherit (a) b c; }', 'a.b')).toEqual(['1:42 a.b'])
    expect(reads('{ config, ... }: with config; [ a.b c ]', 'a.b')).toEqual(['1:33 a.b'])
    expect(reads('let a = 1; in with config; a', 'a')).toEqual([])
    expect(reads('config ? a.b && config.a ? c', 'a.b')).toEqual(['1:1 a.b'])
  })

  it('read a submodule where it is a submodule that they are about', () => {
    const text = [
      '{ config, lib, ... }:',
      'let machine = { config, ... }: { options.size = 1; options.big = config.size > 1; }; in',
      '{',
      '  x = config.size;',
      '  options.servers = mkOption { type = attrsOf (submodule ({ config, ... }: { y = config.size; })); };',
      '  options.disks = mkOption { type = attrsOf (submodule ({ config, ... }: { y = config.size; })); };',
      '}',
    ].join('\n')
    expect(reads(text, 'size')).toEqual(['4:7 size'])
    const declarations = [{ file: '/module.nix', line: 2, column: 34 }]
    expect(reads(text, 'servers.web.size', { holder: ['servers'], declarations })).toEqual([
      '2:66 servers.web.size',
      '5:82 servers.web.size',
    ])
  })

  it('call a block for a reference', () => {
    const text = 'config.resource.aws_vpc.main "id"'
    expect(reads(text, 'resource.aws_vpc.main')).toEqual(['1:1 resource.aws_vpc.main.id'])
    expect(reads(text, 'resource.aws_vpc.main.cidr_block')).toEqual([])
  })

  it('name the block in a Terraform expression', () => {
    const text = '"\\${aws_vpc.main[0].id} \\${aws_vpc.main.tags["a"]}"'
    expect(reads(text, 'resource.aws_vpc.main')).toEqual([
      '1:1 resource.aws_vpc.main.id',
      '1:1 resource.aws_vpc.main.tags',
    ])
    expect(reads(text, 'resource.aws_vpc.main.tags.a')).toEqual(['1:1 resource.aws_vpc.main.tags'])
    expect(reads(text, 'resource.aws_vpc.main.cidr_block')).toEqual([])
    expect(reads('lib.tf.ref "aws_vpc.main.id"', 'resource.aws_vpc.main.id')).toEqual([
      '1:12 resource.aws_vpc.main.id',
    ])
    expect(reads('"\\${data.aws_ami.nix.id}"', 'data.aws_ami.nix')).toEqual(['1:1 data.aws_ami.nix.id'])
    expect(reads('"\\${var.region}"', 'variable.region.default')).toEqual(['1:1 variable.region'])
    expect(reads('"\\${aws_vpc.main2.id} my_aws_vpc.main"', 'resource.aws_vpc.main')).toEqual([])
    expect(reads('"\\${data.aws_vpc.main.id}"', 'resource.aws_vpc.main')).toEqual([])
  })
})
