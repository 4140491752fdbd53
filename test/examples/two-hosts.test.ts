/** The example with two machines, on two hosts of the bench. */
import { copyFileSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BenchHost, benchHost } from '../nixos/bench/host.js'
import { benchProject, targetOf } from '../nixos/bench/project.js'
import { hasBench } from '../nixos/bench/requirements.js'
import { oldSystem } from '../nixos/bench/scene.js'
import { repository } from '../support/nix.js'

const example = join(repository, 'examples', 'two-hosts')

/** Options of NixOS that the stand-in for nixpkgs has not; what they are set to is in /etc, to be seen. */
const options = `{ config, lib, ... }: {
  options = lib.genAttrs [ "services" "users" ] (_: lib.mkOption { type = lib.types.attrs; }) // {
    environment.variables = lib.mkOption { type = lib.types.attrs; default = { }; };
  };
  config.environment.etc.database = config.environment.variables.DATABASE or "none";
}`

/** The example's \`db\` has a server; the system of a host of the bench starts one when it is activated. */
const listen = (port: number) =>
  `activate; (setsid perl -MIO::Socket::INET -e '$s = IO::Socket::INET->new(LocalPort => ${port}, Listen => 5, ReuseAddr => 1) or exit 1; while ($s->accept) { }' </dev/null >/dev/null 2>&1 9>&- &)`

describe.skipIf(!hasBench)('the example two-hosts', () => {
  const hosts: Record<string, BenchHost> = {}

  beforeAll(async () => {
    for (const name of ['db', 'web']) hosts[name] = await benchHost(oldSystem())
  })
  afterAll(async () => {
    for (const host of Object.values(hosts)) await host.remove()
  })

  it('is deployed, the database first, and the web server knows where it is', async () => {
    const project = benchProject(hosts)
    const folder = join(project.folder, 'two-hosts')
    mkdirSync(folder)
    for (const name of readdirSync(example)) copyFileSync(join(example, name), join(folder, name))
    writeFileSync(
      join(folder, 'addresses.nix'),
      `{ db = "${hosts.db!.address}"; web = "${hosts.web!.address}"; }`,
    )
    writeFileSync(join(folder, 'options.nix'), options)
    writeFileSync(
      join(folder, 'targets.json'),
      JSON.stringify(
        Object.fromEntries(
          Object.entries(hosts).map(([name, host]) => [name, { ...targetOf(host), host: undefined }]),
        ),
      ),
    )
    writeFileSync(
      join(folder, 'bench.nix'),
      `{ lib, ... }: {
        nixos.hosts = lib.mapAttrs (name: target: {
          inherit target;
          nixpkgs = ../../../nixpkgs;
          configuration.imports = [ ./options.nix ] ++ lib.optional (name == "db") { fake.onTest = ${JSON.stringify(listen(5432)).replaceAll('$', '\\$')}; };
        }) (lib.importJSON ./targets.json);
      }`,
    )
    const { status, out, err } = await project.terrane(
      'deploy',
      '--auto-approve',
      ...['-f', 'two-hosts/infra.nix', '-f', 'two-hosts/bench.nix'],
    )
    expect(err).not.toContain('error')
    expect(out).toContain('All 2 hosts are as they should be.')
    expect(status).toBe(0)
    expect(err.indexOf('db: deployed')).toBeLessThan(err.indexOf('web: starting the watchdog'))
    expect(hosts.web!.run('cat /run/current-system/etc')).toBe(
      JSON.stringify({ database: `postgresql://${hosts.db!.address}:5432/app` }),
    )
  })
})
