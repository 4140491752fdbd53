/** Unattended runs that deploy, with a real Terraform and a real sshd: a project's folder, and the unit of a NixOS machine. */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { apply, deploy, plan } from '../../src/index.js'
import { temporaryFolder } from '../support/compile.js'
import { flakeInputs, nixOutput, projectFolder, withInputs } from '../support/flake.js'
import { hasGit, hasTerraform } from '../support/nix.js'
import { execStart } from '../support/systemd-unit.js'
import { type BenchHost, benchHost } from './bench/host.js'
import { benchProject, targetOf, wholeNixpkgs } from './bench/project.js'
import { hasBench } from './bench/requirements.js'
import { oldSystem } from './bench/scene.js'

const etcOf = (host: BenchHost): unknown => JSON.parse(host.run('cat /run/current-system/etc'))

const reportIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))

describe.skipIf(!hasBench || !hasTerraform)('terrane provision --deploy', () => {
  let host: BenchHost
  beforeAll(async () => {
    host = await benchHost(oldSystem())
  })
  afterAll(() => host?.remove())

  it('applies, deploys with what Terraform then knows, and leaves alone what is as it should be', async () => {
    process.env.TOKEN = 'POISON-provision'
    const project = benchProject({ a: host })
    project.write(
      'cloud.nix',
      `{ config, ... }: {
        resource.terraform_data.greeting.input = "from Terraform";
        nixos.hosts.a = {
          inputs.greeting = config.resource.terraform_data.greeting "output";
          configuration = { terrane, ... }: { environment.etc.motd = terrane.inputs.greeting; };
        };
      }`,
    )
    const args = ['provision', '--deploy', '-f', 'infra.nix', '-f', 'cloud.nix', '--report', 'report.json']
    const first = await project.terrane(...args)
    expect(first.err).not.toContain('error')
    expect([first.status, first.out]).toEqual([0, expect.stringContaining('the host a is deployed.')])
    expect(etcOf(host)).toEqual({ motd: 'from Terraform' })
    expect(reportIn(project.folder)).toMatchObject({
      outcome: 'applied',
      plan: { counts: { add: 1 } },
      hosts: [{ name: 'a', done: true, outcome: 'deployed' }],
    })
    const again = await project.terrane(...args)
    expect([again.status, again.out]).toEqual([0, expect.stringContaining('the host a is unchanged.')])
    expect(JSON.stringify(reportIn(project.folder)) + first.out + first.err).not.toContain('POISON')
  })

  it('is what the API does as well, and a deployment alone', async () => {
    process.env.TOKEN = 'POISON-provision'
    const project = benchProject({ a: host })
    project.write('a.nix', '{ environment.etc.motd = "from a program"; }')
    project.write('cloud.nix', '{ resource.terraform_data.a.input = 1; }')
    const here = { entry: ['infra.nix', 'cloud.nix'], cwd: project.folder }
    const { hosts } = await plan(here)
    expect(hosts).toEqual([
      { name: 'a', waits: [], system: expect.stringMatching(/^\/nix\/store\/.*nixos-system-a/) },
    ])
    const asked: string[] = []
    const task = apply({
      ...here,
      approve: planned => planned.hosts[0]!.system === hosts[0]!.system,
      approveHost: name => asked.push(name) > 0,
    })
    const types = new Set<string>()
    for await (const event of task) types.add(event.type)
    expect(await task).toMatchObject({ outcome: 'applied', hosts: [{ name: 'a', outcome: 'deployed' }] })
    expect([asked, types.has('host_result')]).toEqual([['a'], true])
    expect(etcOf(host)).toEqual({ motd: 'from a program' })

    expect(await deploy({ ...here, on: ['a'] })).toMatchObject({
      hosts: [{ name: 'a', done: true, outcome: 'unchanged' }],
    })
    project.write('a.nix', '{ environment.etc.motd = "declined"; }')
    await expect(deploy({ ...here, approveHost: () => false })).rejects.toMatchObject({
      diagnostics: [{ code: 'deploy-failed', notes: ['a: failed: not approved'] }],
    })
    await expect(deploy({ ...here, canary: 'b' })).rejects.toThrow("the canary 'b' is not among the hosts")
    expect(etcOf(host)).toEqual({ motd: 'from a program' })
  })

  it.skipIf(!hasGit)('is what the unit of a machine does, whose systems were built with it', async () => {
    const { host: address, hostKeys, options, identityFile } = targetOf(host)
    const folder = projectFolder(
      {
        'flake.nix': withInputs(
          `{
            inputs.nixpkgs.url = "github:NixOS/nixpkgs/nixos-unstable";
            inputs.terrane.url = "github:terrane/terrane";
            inputs.terrane.inputs.nixpkgs.follows = "nixpkgs";
            outputs = { nixpkgs, terrane, ... }: {
              unit = system: nixpkgs.legacyPackages.\${system}.writeText "unit" (nixpkgs.lib.nixosSystem {
                inherit system;
                modules = [ terrane.nixosModules.default { services.terrane.web = import ./service.nix; } ];
              }).config.systemd.units."terrane-web.service".text;
            };
          }`,
          flakeInputs(),
        ),
        'service.nix': `{
          modules = [ {
            resource.terraform_data.a.input = 1;
            nixos.hosts.a = {
              target = builtins.fromJSON (builtins.readFile ./target.json);
              nixpkgs = ./nixpkgs;
              configuration.environment.etc.motd = "built with the machine";
              rollback.timeout = 20;
            };
          } ];
          deploy.enable = true;
          credentials.key = { path = "/run/secrets/key"; identity = true; };
        }`,
        'target.json': JSON.stringify({ host: address, hostKeys, options }),
      },
      { git: false },
    )
    wholeNixpkgs(folder)
    await nixOutput(['flake', 'lock'], folder)
    const expression = `(builtins.getFlake "path:${folder}").unit builtins.currentSystem`
    const [built] = JSON.parse(
      await nixOutput(['build', '--json', '--no-link', '--impure', '--expr', expression]),
    )
    const places = { state: temporaryFolder(), cache: temporaryFolder() }
    const { words, env } = execStart(readFileSync(built.outputs.out, 'utf8'), places)
    const credentials = temporaryFolder()
    writeFileSync(join(credentials, 'key'), readFileSync(identityFile!), { mode: 0o400 })
    const state = join(places.state, 'terrane-web')
    mkdirSync(state)
    const { status, out } = await new Promise<{ status: number | null; out: string }>(resolve => {
      const child = spawn(words[0]!, words.slice(1), {
        cwd: state,
        env: {
          ...env,
          NIX_CONFIG: process.env.NIX_CONFIG,
          // The stand-ins for nix and ssh do nothing.
          PATH: `/usr/local/bin:/usr/bin:/bin:${process.env.PATH}`,
          CREDENTIALS_DIRECTORY: credentials,
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let out = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', chunk => {
          out += chunk
        })
      child.on('close', status => resolve({ status, out }))
    })
    expect(out).toContain('web: the host a is deployed.')
    expect(status).toBe(0)
    expect(etcOf(host)).toEqual({ motd: 'built with the machine' })
    expect(reportIn(state)).toMatchObject({ outcome: 'applied', hosts: [{ name: 'a', outcome: 'deployed' }] })
  })
})
