/** NixOps networks as projects. */
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { renderDiagnostic } from '../../src/cli/render/diagnostic.js'
import { renderManifest } from '../../src/nixos/manifest-text.js'
import { compile } from '../../src/project/compile.js'
import { compileErrors, compileFile, compileOptions, temporaryFolder } from '../support/compile.js'
import { hasNix, repository } from '../support/nix.js'
import { type BenchHost, benchHost } from './bench/host.js'
import { benchProject } from './bench/project.js'
import { hasBench } from './bench/requirements.js'
import { oldSystem } from './bench/scene.js'

const fixture = (...path: readonly string[]) => join(repository, 'fixtures', 'nixops', ...path)
const engines = [...(hasNix ? (['nix'] as const) : []), 'embedded' as const]

describe.each(engines)('a NixOps network, with %s', engine => {
  it('is hosts', async () => {
    const entry = fixture('network', 'network.nix')
    const { manifest, text } = await compileFile(entry, { engine, workFolder: fixture('network') })
    expect(text).toBe('{}\n')
    const shown = renderManifest(manifest!)
    expect(shown).not.toContain('costs')
    await expect(shown.replaceAll(`${repository}/fixtures/nixpkgs`, '../../nixpkgs')).toMatchFileSnapshot(
      fixture('network', 'expected.deploy.json'),
    )
  })

  it('may be in several files, may take arguments, and has modules of terrane beside it', async () => {
    const [logical, physical, more] = ['logical.nix', 'physical.nix', 'more.nix'].map(name =>
      compileOptions(fixture('split', name), { engine, workFolder: temporaryFolder() }),
    )
    const entries = [logical!, physical!, more!].flatMap(options => options.entries)
    const { manifest } = await compile({ ...logical!, entries, strings: { stage: 'live' } }, () => {})
    expect(Object.keys(manifest!.hosts)).toEqual(['shop'])
    expect(manifest!.hosts.shop).toMatchObject({
      target: { host: 'shop.example.org', port: 2022, user: 'root', sudo: false },
      health: { units: ['shop.service'] },
    })
  })

  it('of machines that a cloud makes is refused, with the way out', async () => {
    const cwd = fixture('cloud')
    const found = await compileErrors(fixture('cloud', 'network.nix'), { engine })
    const shown = found.map(one => renderDiagnostic(one, { colour: false, cwd, readSource: () => undefined }))
    expect(shown.join('').replaceAll(repository, '<repository>')).toMatchSnapshot()
  })

  it('says which argument it lacks, and whether another was meant', async () => {
    const cwd = fixture('lacking')
    for (const strings of [{}, { stagge: 'live' }]) {
      const found = await compileErrors(fixture('lacking', 'network.nix'), { engine, strings })
      const shown = found.map(one =>
        renderDiagnostic(one, { colour: false, cwd, readSource: () => undefined }),
      )
      expect(shown.join('')).toMatchSnapshot()
    }
  })

  it('is not what a project with an option of that name is', async () => {
    const { manifest, text } = await compileFile(fixture('own-option', 'infra.nix'), { engine })
    expect(manifest).toBeUndefined()
    expect(JSON.parse(text)).toEqual({ locals: { cidr: '10.0.0.0/16' } })
  })
})

describe.skipIf(!hasBench)('a NixOps network on hosts', () => {
  const hosts: Record<string, BenchHost> = {}

  beforeAll(async () => {
    hosts.web = await benchHost(oldSystem())
    hosts.db = await benchHost(oldSystem(), { sudo: true })
  })
  afterAll(async () => {
    for (const host of Object.values(hosts)) await host.remove()
  })

  it('is deployed, keys and all, also as a user with sudo', async () => {
    const project = benchProject(hosts)
    const ssh = ({ connection: { options, identityFile } }: BenchHost) =>
      JSON.stringify([...options.map(option => `-o${option}`), '-i', identityFile])
        .replaceAll(',', ' ')
        .replaceAll('$', '\\$')
    project.write('secret', 'from a file')
    project.write(
      'network.nix',
      `{
        network.nixpkgs = import ../../nixpkgs { };
        network.enableRollback = true;
        db = {
          deployment.targetHost = "${hosts.db!.address}";
          deployment.targetUser = "ops";
          deployment.sshOptions = ${ssh(hosts.db!)};
          networking.firewall.allowedTCPPorts = [ 5432 ];
        };
        web = { nodes, ... }: {
          deployment.targetHost = "${hosts.web!.address}";
          deployment.sshOptions = ${ssh(hosts.web!)};
          deployment.keys.text = { text = "costs \\\${5}"; destDir = "/var/lib/keys"; };
          deployment.keys.file = { keyFile = ./secret; permissions = "0400"; };
          environment.etc.port = toString (builtins.head nodes.db.config.networking.firewall.allowedTCPPorts);
        };
      }`,
    )
    const first = await project.terrane('deploy', '-f', 'network.nix', '--auto-approve')
    expect(first.err).not.toContain('error')
    expect(first.out).toContain('All 2 hosts are as they should be.')
    expect(hosts.web!.run('cat /var/lib/keys/text; stat -c " %a" /var/lib/keys/text')).toBe('costs ${5} 600')
    expect(hosts.web!.run('cat /run/keys/file; stat -c " %a" /run/keys/file')).toBe('from a file 400')
    expect(hosts.web!.run('cat /run/current-system/etc')).toBe('{"port":"5432"}')
    expect(hosts.db!.run('readlink /run/current-system')).toContain('nixos-system-db')
    const again = await project.terrane('deploy', '-f', 'network.nix', '--auto-approve')
    expect(again.out.match(/unchanged/g)).toHaveLength(2)
  })
})
