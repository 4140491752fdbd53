import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileErrors, compileFile, temporaryFolder } from '../support/compile.js'
import { hasNix, nixpkgsLib } from '../support/nix.js'

const module = (definition: string) => {
  const file = join(temporaryFolder(), 'infra.nix')
  writeFileSync(
    file,
    `{ lib, ... }:
{
  options.servers = lib.mkOption {
    type = lib.types.attrsOf (
      lib.types.submodule {
        options.port = lib.mkOption { type = lib.types.port; };
        options.disks = lib.mkOption {
          type = lib.types.listOf (lib.types.submodule { options.size = lib.mkOption { type = lib.types.int; }; });
        };
      }
    );
  };
  options.never = lib.mkOption {
    type = lib.types.attrsOf lib.types.str;
    default = throw "never read";
  };
  config.${definition}
}
`,
  )
  return file
}

describe.each(['nix', 'embedded'] as const)('a compile that is not strict, engine %s', engine => {
  it.skipIf(engine === 'nix' && !hasNix)('warns of them', async () => {
    const file = module('servers = { web.prt = 1; db.disks = [ { sizes = 1; } ]; };')
    const { warnings } = await compileFile(file, { engine })
    expect(warnings.map(({ code, severity, labels }) => [code, severity, labels[0]?.position.line])).toEqual([
      ['module-unknown-option', 'warning', 17],
      ['module-unknown-option', 'warning', 17],
    ])
  })

  it.skipIf(engine === 'nix' && !hasNix)(
    'says nothing of what else is wrong there, nor unchecked',
    async () => {
      for (const value of ['throw "never read"', 'lib.gone', 'abort "never"']) {
        const { warnings } = await compileFile(module(`servers.web = ${value};`), { engine })
        expect(warnings, value).toEqual([])
      }
      const unchecked = await compileFile(module('servers.web.prt = 1;'), { engine, check: false })
      expect(unchecked.warnings).toEqual([])
    },
  )
})

for (const lib of ['bundled', "nixpkgs'"] as const)
  describe.skipIf(lib !== 'bundled' && nixpkgsLib === undefined)(`a strict compile, ${lib} lib`, () => {
    const settings = {
      engine: 'embedded',
      strict: true,
      ...(lib === 'bundled' ? {} : { lib: nixpkgsLib! }),
    } as const

    it('refuses a definition in a submodule that nothing reads', async () => {
      const [first] = await compileErrors(module('servers.web.prt = 1;'), settings)
      expect(first).toMatchObject({ code: 'module-unknown-option', labels: [{ position: { line: 17 } }] })
      expect(first?.message).toContain("The option `servers.web.prt' does not exist")
    })

    it('refuses one that lies deeper', async () => {
      const [first] = await compileErrors(module('servers.web.disks = [ { sizes = 1; } ];'), settings)
      expect(first?.code).toBe('module-unknown-option')
    })

    it.each([
      'types.attrTag { a = lib.mkOption { type = inner; }; }',
      'types.attrsOf (types.either types.str inner)',
      'types.attrsOf (types.coercedTo types.str (size: { inherit size; }) inner)',
      'types.attrsOf (types.uniq inner)',
    ])('looks into %s', async type => {
      const file = join(temporaryFolder(), 'infra.nix')
      writeFileSync(
        file,
        `{ lib, ... }:
let
  inherit (lib) types;
  inner = types.submodule { options.size = lib.mkOption { type = types.int; }; };
in
{
  options.disk = lib.mkOption { type = ${type}; };
  config.disk.a.sizes = 1;
}
`,
      )
      const [first] = await compileErrors(file, settings)
      expect(first).toMatchObject({ code: 'module-unknown-option', labels: [{ position: { line: 8 } }] })
    })

    it('does not mind values that are missing or fail', async () => {
      const { text } = await compileFile(
        module('servers.web.disks = [ { size = throw "unread"; } { } ];'),
        settings,
      )
      expect(text).toBe('{}\n')
    })
  })

describe('a compile', () => {
  it('says nothing of what nothing reads, as the module system has it', async () => {
    const { text } = await compileFile(module('servers.web.prt = 1;'), { engine: 'embedded' })
    expect(text).toBe('{}\n')
  })
})
