/**
 * The whole of nix.dev's tutorial, offline: Terraform makes a machine in a cloud that is a mock provider, the machine is a
 * host of the bench, and NixOS changes are deployed to it as part of the apply.
 */
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { localFiles } from '../../src/provider/behaviours/local-file.js'
import { tlsPrivateKey } from '../../src/provider/behaviours/tls-private-key.js'
import { type BenchHost, benchHost } from '../nixos/bench/host.js'
import { hasBench } from '../nixos/bench/requirements.js'
import { oldSystem } from '../nixos/bench/scene.js'
import { temporaryFolder } from '../support/compile.js'
import { hasTerraform, repository } from '../support/nix.js'
import {
  type Ended,
  type OfflineProviders,
  offlineProviders,
  succeeded,
} from '../support/offline-providers.js'

if (!hasTerraform) console.warn('terraform is missing: the nix.dev example is not deployed')

describe.skipIf(!hasBench || !hasTerraform)("nix.dev's tutorial with its deployment", () => {
  const folder = temporaryFolder()
  let machine: BenchHost
  let providers: OfflineProviders

  beforeAll(async () => {
    machine = await benchHost(oldSystem())
    const tutorial = join(repository, 'fixtures', 'offline', 'nix-dev-tutorial', 'infra.nix')
    writeFileSync(
      join(folder, 'infra.nix'),
      `{ imports = [ ${tutorial} ]; nixos.hosts.machine.configuration = ./machine.nix; }\n`,
    )
    configure('{ environment.etc.motd = "first"; }')
    providers = await offlineProviders({
      aws: {
        resources: {
          // The cloud puts the key pair's public half on the machine.
          aws_key_pair: {
            apply: ({ planned }) => {
              appendFileSync(join(machine.disk, 'mnt', 'authorized_keys'), `${planned!.public_key}\n`)
              return {}
            },
          },
          aws_instance: { apply: { public_dns: 'machine.example', public_ip: machine.address } },
        },
      },
      tls: { resources: { tls_private_key: tlsPrivateKey } },
      local: { resources: localFiles(folder) },
    })
  })
  afterAll(() => machine?.remove())

  const configure = (text: string) => writeFileSync(join(folder, 'machine.nix'), `${text}\n`)
  const terrane = (...args: readonly string[]) => providers.terrane(folder, ...args)
  const apply = async (): Promise<Ended> => await terrane('apply', '--auto-approve')
  const activations = () =>
    machine
      .run('cat /var/log/switches')
      .split('\n')
      .filter(line => line.startsWith('test')).length
  const motd = () => machine.run('cat /run/current-system/etc')

  it('plans what the machine will run before there is one', async () => {
    const { out } = await terrane('plan')
    expect(out).toMatch(
      /NixOS hosts, after the apply:\n *machine +\/nix\/store\/.*-nixos-system-amazon-25\.05/,
    )
  })

  it('makes the machine, records its key, and deploys to it', async () => {
    const applied = await apply()
    succeeded(applied)
    expect(applied.err).toContain('its key ED25519 SHA256:')
    expect(applied.out).toMatch(/^machine +deployed/m)
    expect(providers.done()).toContain('create aws_instance')
    expect(motd()).toContain('first')
    expect(activations()).toBe(1)
    expect(readFileSync(join(folder, 'terrane.known_hosts'), 'utf8')).toMatch(
      /^aws_instance\.machine ssh-ed25519 /,
    )
  })

  it('activates only what has changed', async () => {
    configure('{ environment.etc.motd = "second"; }')
    const applied = await apply()
    succeeded(applied)
    expect(providers.done()).toEqual([])
    expect(motd()).toContain('second')
    expect(activations()).toBe(2)
  })

  it('does nothing where nothing has changed', async () => {
    const applied = await apply()
    succeeded(applied)
    expect(applied.out).toMatch(/^machine +unchanged/m)
    expect(activations()).toBe(2)
  })

  it('goes back to the old system where the new one is broken, and says so', async () => {
    configure('{ environment.etc.motd = "third"; fake.onTest = "exit 2"; }')
    const applied = await apply()
    expect(applied.status).toBe(1)
    expect(applied.out).toMatch(/^machine +rolled back/m)
    expect(motd()).toContain('second')
  })

  it('deploys what Terraform knows, as an input', async () => {
    writeFileSync(
      join(folder, 'infra.nix'),
      readFileSync(join(folder, 'infra.nix'), 'utf8').replace(
        /\}\n$/,
        ' nixos.hosts.machine.inputs.name = "${aws_instance.machine.public_dns}"; }\n'.replace('${', '\\${'),
      ),
    )
    configure('{ terrane, ... }: { environment.etc.motd = terrane.inputs.name; }')
    const planned = await terrane('plan')
    expect(planned.out).toMatch(/machine +\/nix\/store/)
    succeeded(await apply())
    expect(motd()).toContain('machine.example')
  })
})
