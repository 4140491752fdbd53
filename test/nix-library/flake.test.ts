/** The flake: its outputs, and what a project makes with its library. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { builtTerrane as terrane } from '../support/built-terrane.js'
import { flakeInputs, nix, nixOutput, projectFolder, withInputs } from '../support/flake.js'
import { hasGit, hasNix, hasTerraform, repository } from '../support/nix.js'

const ready = hasNix && hasGit

const inputs = ready ? flakeInputs() : undefined!
const unlocked = ['--no-write-lock-file', '--override-input', 'nixpkgs', inputs?.nixpkgs ?? '']

const system = ready
  ? JSON.parse(await nixOutput(['eval', '--impure', '--json', '--expr', 'builtins.currentSystem']))
  : ''

/** A flake of one `outputs`, in which `configuration` makes a document. */
const flakeOf = (body: string) =>
  withInputs(
    `{
      inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
      inputs.terrane.url = "github:terrane/terrane";
      inputs.terrane.inputs.nixpkgs.follows = "nixpkgs";
      outputs = { self, nixpkgs, terrane }:
        let
          system = "${system}";
          pkgs = nixpkgs.legacyPackages.\${system};
        in { ${body} };
    }`,
    inputs,
  )

describe.skipIf(!ready).concurrent('the flake', () => {
  it('has packages, apps, shells, an overlay, modules and templates, and its checks hold', async () => {
    const show = JSON.parse(await nixOutput(['flake', 'show', '--json', ...unlocked, inputs.terrane]))
    for (const output of ['apps', 'checks', 'devShells', 'nixosModules', 'overlays', 'packages', 'templates'])
      expect(Object.keys(show)).toContain(output)
    expect(Object.keys(show.packages[system])).toEqual(['default', 'terrane'])
    const check = await nix(['flake', 'check', ...unlocked, inputs.terrane])
    expect(check.err).not.toContain('error')
    expect(check.status).toBe(0)
  })

  it('has the command as a package, from a lock file that says where each dependency is and what it hashes to', async () => {
    const built = JSON.parse(
      await nixOutput(['build', '--json', '--no-link', ...unlocked, `${inputs.terrane}#default`]),
    )
    expect(built[0].outputs.out).toMatch(/-terrane$/)
  })
})

describe.skipIf(!ready).concurrent('the library in a flake', () => {
  const example = readFileSync(join(repository, 'examples', 'quickstart', 'infra.nix'), 'utf8')
  const settings = readFileSync(join(repository, 'examples', 'quickstart', 'settings.nix'), 'utf8')
  const expected = readFileSync(join(repository, 'fixtures', 'examples', 'quickstart.tf.json'), 'utf8')

  it('makes a file that is the document, and that the command compiles from its modules', async () => {
    const folder = projectFolder({
      'flake.nix': flakeOf(`
        packages.\${system} = rec {
          infra = terrane.lib.terranixConfiguration { inherit system; modules = [ ./infra.nix ]; };
          same = terrane.lib.terraneConfiguration { inherit pkgs; modules = [ ./infra.nix ]; };
        };`),
      'infra.nix': example,
      'settings.nix': settings,
    })
    const built = JSON.parse(await nixOutput(['build', '--json', '--no-link', '.#infra', '.#same'], folder))
    const paths = built.map((one: { outputs: { out: string } }) => one.outputs.out)
    expect(paths[0]).toMatch(/-config\.tf\.json$/)
    expect(paths[1]).toBe(paths[0])
    expect(readFileSync(paths[0], 'utf8')).toBe(expected)
    const { status, out } = await terrane(['compile', `${folder}#infra`, '-o', '-'])
    expect([status, out]).toEqual([0, expected])
  })

  it('passes arguments on, keeps nulls where asked, and so does the command', async () => {
    const folder = projectFolder({
      'flake.nix': flakeOf(`
        packages.\${system}.infra = terrane.lib.terraneConfiguration {
          inherit pkgs;
          extraArgs.region = "eu-central-1";
          strip_nulls = false;
          modules = [ ({ region, ... }: { provider.aws = { inherit region; profile = null; }; _meta.count = 3; }) ];
        };`),
    })
    const config = JSON.parse(
      await nixOutput(['eval', '--json', `.#packages.${system}.infra.config`], folder),
    )
    expect(config).toEqual({ provider: { aws: { region: 'eu-central-1', profile: null } } })
    const { out } = await terrane(['compile', `${folder}#infra`, '-o', '-', '--no-check'])
    expect(JSON.parse(out)).toEqual(config)
    const meta = await nixOutput(['eval', '--json', `.#packages.${system}.infra._meta`], folder)
    expect(JSON.parse(meta)).toEqual({ count: 3 })
  })

  it('throws all assertions that fail, and prints warnings', async () => {
    const folder = projectFolder({
      'flake.nix': flakeOf(`
        failing = terrane.lib.terraneConfiguration { inherit pkgs; modules = [ {
          assertions = [
            { assertion = false; message = "The web servers need a load balancer."; }
            { assertion = true; message = "unseen"; }
            { assertion = false; message = "So does the database."; }
          ];
        } ]; };
        warning = (terrane.lib.evalTerranixConfiguration { inherit pkgs; modules = [ {
          warnings = [ "x is going away" ];
          locals.a = 1;
        } ]; }).config;
        nowhere = terrane.lib.terraneConfiguration { modules = [ ]; };`),
    })
    const failing = await nix(['eval', '--raw', '.#failing.outPath'], folder)
    expect(failing.err).toMatch(/- The web servers need a load balancer\.\n\s*- So does the database\./)
    expect(failing.err).not.toContain('unseen')
    const warning = await nix(['eval', '--json', '.#warning'], folder)
    expect(warning.err).toContain('x is going away')
    expect(JSON.parse(warning.out)).toEqual({ locals: { a: 1 } })
    const nowhere = await nix(['eval', '--raw', '.#nowhere.outPath'], folder)
    expect(nowhere.err).toContain("give `pkgs', or name a `system'")
  })

  it('documents the options of a project, in the form of terrane options --json', async () => {
    const folder = projectFolder({
      'flake.nix': flakeOf(`
        packages.\${system}.options = terrane.lib.terranixOptions {
          inherit system;
          modules = [ ./infra.nix ];
          moduleRootPath = ./.;
          urlPrefix = "https://example.org/";
        };`),
      'infra.nix': `{ lib, ... }: {
        options.servers = lib.mkOption { type = lib.types.int; default = 2; description = "How many."; };
        config.locals.a = 1;
      }`,
    })
    const [built] = JSON.parse(await nixOutput(['build', '--json', '--no-link', '.#options'], folder))
    expect(JSON.parse(readFileSync(built.outputs.out, 'utf8'))).toMatchObject({
      servers: {
        declarations: [{ path: 'infra.nix', url: 'https://example.org/infra.nix' }],
        default: { _type: 'literalExpression', text: '2' },
        description: 'How many.',
        type: 'signed integer',
      },
    })
  })

  it.skipIf(!hasTerraform)(
    'gives scripts for a document, which refuse a state that Nix would copy',
    async () => {
      const files = {
        'flake.nix': flakeOf(`
        packages.\${system} = (terrane.lib.mkTerranixOutputs {
          inherit pkgs;
          terraformConfiguration = terrane.lib.terranixConfiguration { inherit pkgs; modules = [ ./infra.nix ]; };
          prefixText = "echo before";
        }).scripts;`),
        'infra.nix': 'resource.terraform_data.a.input = 1;'.replace(/^(.*)$/, '{ $1 }'),
      }
      const checkout = projectFolder(files)
      const applied = await nixOutput(['run', '.#apply', '--', '-auto-approve'], checkout)
      expect(applied).toMatch(/before[\s\S]*1 added/)
      const bare = projectFolder(files, { git: false })
      const refused = await nix(['run', `path:${bare}#apply`, '--', '-auto-approve'], bare)
      expect(refused.err).toContain('would be copied into the Nix store')
      expect(refused.status).not.toBe(0)
    },
  )
})

describe.skipIf(!ready)('without flakes, and as an overlay', () => {
  it('there is the same', async () => {
    const folder = projectFolder({
      'flake.nix': flakeOf(`
        plain = ((import "\${terrane}" { inherit pkgs; }).terraneConfiguration { modules = [ ./infra.nix ]; }).outPath;
        flake = (terrane.lib.terraneConfiguration { inherit system; modules = [ ./infra.nix ]; }).outPath;
        program = (terrane.overlays.default pkgs pkgs).terrane.meta.mainProgram;`),
      'infra.nix': '{ locals.a = 1; }',
    })
    const evaluate = async (name: string) => await nixOutput(['eval', '--raw', `.#${name}`], folder)
    expect(await evaluate('plain')).toBe(await evaluate('flake'))
    expect(await evaluate('program')).toBe('terrane')
  })
})

describe.skipIf(!ready || !hasTerraform).concurrent('the flake-parts module', () => {
  const flake = (options: string) =>
    withInputs(
      `{
        inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
        inputs.flake-parts.url = "github:hercules-ci/flake-parts";
        inputs.terrane.url = "github:terrane/terrane";
        inputs.terrane.inputs.nixpkgs.follows = "nixpkgs";
        outputs = inputs: inputs.flake-parts.lib.mkFlake { inherit inputs; } {
          imports = [ inputs.terrane.flakeModule ];
          systems = [ "${system}" ];
          perSystem = { pkgs, ... }: { ${options} };
        };
      }`,
      inputs,
    )
  const infra = '{ resource.terraform_data.a.input = 1; }'

  it("has terranix' options: tofu or terraform itself in the work folder, and a shell", async () => {
    const folder = projectFolder({
      'flake.nix': flake(`
        terranix.terranixConfigurations.web = {
          modules = [ ./infra.nix ];
          extraArgs.unused = 1;
          workdir = "state of web";
          terraformWrapper.package = pkgs.terraform;
          terraformWrapper.prefixText = "echo before";
          terraformWrapper.suffixText = "echo after";
        };`),
      'infra.nix': infra,
    })
    const applied = await nixOutput(['run', '.#web', '--', '-auto-approve'], folder)
    expect(applied).toMatch(/before[\s\S]*1 added[\s\S]*after/)
    const outputs = JSON.parse(await nixOutput(['flake', 'show', '--json'], folder))
    expect(outputs.devShells[system].web.type).toBe('derivation')
    const again = await nixOutput(['run', '.#web.plan'], folder)
    expect(again).toContain('No changes')
  })

  it('runs terrane where that is asked for, with its checks and its messages', async () => {
    const folder = projectFolder({
      'flake.nix': flake(
        'terrane.terraneConfigurations.default = { modules = [ ./infra.nix ]; workdir = "web"; };',
      ),
      'infra.nix': infra,
    })
    expect(await nixOutput(['run', '.#apply', '--', '--auto-approve'], folder)).toContain('Done: 1 added')
    expect(await nixOutput(['run', '.#plan'], folder)).toContain('Nothing to change')
  })

  it('refuses a flake that has a state in it', async () => {
    const folder = projectFolder({
      'flake.nix': flake('terranix.terranixConfigurations.web.modules = [ ./infra.nix ];'),
      'infra.nix': infra,
      'web/terraform.tfstate': '{}',
    })
    const { status, err } = await nix(['run', '.#web'], folder)
    expect(status).not.toBe(0)
    expect(err).toContain('the flake has web/terraform.tfstate in it, and so in the Nix store')
  })
})

describe.skipIf(!ready).concurrent('a template', () => {
  const folderOf = (name: string) => {
    const files = readdirSync(join(repository, 'templates', name))
    const read = (file: string) => readFileSync(join(repository, 'templates', name, file), 'utf8')
    return projectFolder(
      Object.fromEntries(
        files.map(file => [file, file === 'flake.nix' ? withInputs(read(file), inputs) : read(file)]),
      ),
    )
  }

  it.each(['default', 'flake-parts'])('compiles: %s', async name => {
    const folder = folderOf(name)
    const compile = ['compile', `${folder}#infra`, '-o', '-']
    expect((await terrane(compile)).err).toContain(`hint: nix flake lock ${folder}`)
    await nixOutput(['flake', 'lock'], folder)
    const { status, out, err } = await terrane(compile)
    expect(err).not.toContain('error')
    expect(status).toBe(0)
    expect(JSON.parse(out).resource.terraform_data.greeting.input).toBe('hello')
  })

  it('with parts of the catalogue gives the same with the library', async () => {
    const folder = folderOf('aws')
    await nixOutput(['flake', 'lock'], folder)
    const { status, out } = await terrane(['compile', `${folder}#infra`, '-o', '-'])
    expect(status).toBe(0)
    const config = await nixOutput(['eval', '--json', '.#packages.x86_64-linux.infra.config'], folder)
    expect(JSON.parse(config)).toEqual(JSON.parse(out))
    const systems = ['eval', '--json', '.#nixosConfigurations', '--apply', 'builtins.attrNames']
    expect(JSON.parse(await nixOutput(systems, folder))).toEqual(['web'])
  })
})
