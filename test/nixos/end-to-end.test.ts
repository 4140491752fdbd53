/** terrane on hosts: from a project's modules to what runs there. */
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BenchHost, benchHost } from './bench/host.js'
import { benchProject, wholeNixpkgs } from './bench/project.js'
import { hasBench } from './bench/requirements.js'
import { oldSystem } from './bench/scene.js'

const secret = 'POISON-end-to-end'

/** What was activated on a host, newest last: `test`, then `boot` once it was confirmed. */
const activations = (host: BenchHost): readonly string[] =>
  host
    .run('cat /var/log/switches 2>/dev/null || true')
    .split('\n')
    .filter(line => line.startsWith('test'))

const runs = (host: BenchHost): string => host.run('readlink -f /run/current-system')

describe.skipIf(!hasBench)('terrane on hosts', () => {
  const hosts: Record<string, BenchHost> = {}

  beforeAll(async () => {
    process.env.TOKEN = secret
    for (const name of ['a', 'b']) hosts[name] = await benchHost(oldSystem())
  })
  afterAll(async () => {
    for (const host of Object.values(hosts)) await host.remove()
  })

  it('deploys, leaves alone what is there, and activates only what changes', async () => {
    const project = benchProject(hosts)
    const first = await project.terrane('deploy', '--auto-approve')
    expect(first.err).not.toContain('error')
    expect(first.status).toBe(0)
    expect(first.out).toContain('All 2 hosts are as they should be.')
    for (const [name, host] of Object.entries(hosts)) {
      expect(runs(host)).toContain(`nixos-system-${name}-25.05`)
      expect(host.run('cat /var/lib/app/token')).toBe(secret)
      expect(activations(host)).toHaveLength(1)
    }

    const again = await project.terrane('deploy', '--auto-approve')
    expect(again.out.match(/unchanged/g)).toHaveLength(2)

    project.write('a.nix', '{ environment.etc.motd = "hello"; }')
    const diff = await project.terrane('diff')
    expect(diff.status).toBe(0)
    expect(diff.out).toMatch(/^b: runs .* already$/m)
    const changed = await project.terrane('deploy', '--auto-approve')
    expect(changed.out).toMatch(/^a +deployed/m)
    expect(changed.out).toMatch(/^b +unchanged/m)
    expect(activations(hosts.a!)).toHaveLength(2)
    expect(activations(hosts.b!)).toHaveLength(1)

    const shown = await project.terrane('hosts')
    expect(shown.status).toBe(0)
    expect(shown.out.match(/none +-$/gm)).toHaveLength(2)
    for (const { out, err } of [first, again, changed, shown]) expect(out + err).not.toContain(secret)
  })

  it('executes, and says so where a host is down', async () => {
    const project = benchProject(hosts)
    const there = await project.terrane('exec', '--on', 'a', '--', 'cat', '/proc/sys/kernel/hostname')
    expect([there.status, there.out]).toEqual([0, 'bench\n'])
    hosts.b!.cutLink()
    try {
      const found = await project.terrane('hosts', '--no-evaluate')
      expect(found.status).toBe(5)
      expect(found.err).toContain('host-connection')
    } finally {
      hosts.b!.mendLink()
    }
  })

  it('has the host build, and evaluate, where that is wanted', async () => {
    const project = benchProject(hosts)
    wholeNixpkgs(project.folder)
    project.write(
      'there.nix',
      '{ terrane, ... }: { networking.hostName = "there"; environment.etc.x = terrane.inputs.x; }',
    )
    project.write(
      'where.nix',
      `{ lib, ... }: {
        nixos.hosts.a.build = "target";
        nixos.hosts.b = {
          evaluate = "target";
          nixpkgs = lib.mkForce ./nixpkgs;
          configuration = lib.mkForce ./there.nix;
          inputs.x = "from there";
        };
      }`,
    )
    project.write('common.nix', '{ environment.etc.built = "there"; }')
    const { status, out, err } = await project.terrane(
      'deploy',
      '--auto-approve',
      '-f',
      'infra.nix',
      '-f',
      'where.nix',
    )
    expect(err).not.toContain('error')
    expect(out).toContain('All 2 hosts')
    expect(status).toBe(0)
    expect(hosts.a!.run('cat /run/current-system/etc')).toContain('there')
    expect(runs(hosts.b!)).toContain('nixos-system-there')
    expect(hosts.b!.run('cat /run/current-system/etc')).toBe('{"x":"from there"}')
    // Built there, and not here.
    expect(existsSync(runs(hosts.a!))).toBe(false)
    expect(hosts.b!.run(`grep -rl '${secret}' /var/lib/terrane || true`)).toBe('')
  })

  it('goes back, and pushes keys alone', async () => {
    const project = benchProject(hosts)
    const before = runs(hosts.a!)
    const back = await project.terrane('rollback', '--auto-approve', '--on', 'a')
    expect(back.out).toMatch(/^a +deployed/m)
    expect(runs(hosts.a!)).not.toBe(before)
    process.env.TOKEN = `${secret}-new`
    const check = await project.terrane('keys', 'check', '--on', 'a')
    expect(check.out).toBe('a: missing, or others there: token\n')
    const push = await project.terrane('keys', 'push', '--on', 'a')
    expect(push.out).toBe('a: changed token\n')
    expect(hosts.a!.run('cat /var/lib/app/token')).toBe(`${secret}-new`)
    const resumed = await project.terrane('resume', '--on', 'a')
    expect(resumed.status).toBe(0)
  })

  it('goes on with four hosts where the fifth is down', async () => {
    const five = { ...hosts }
    for (const name of ['c', 'd', 'e']) five[name] = await benchHost(oldSystem())
    try {
      const project = benchProject(five)
      project.write('common.nix', '{ environment.etc.motd = "five"; }')
      five.d!.cutLink()
      const found = await project.terrane('deploy', '--auto-approve')
      expect(found.status).toBe(5)
      expect(found.out).toContain('4 of 5 hosts are as they should be.')
      expect(found.out).toMatch(/^d +failed/m)
      five.d!.mendLink()
      expect(runs(five.d!)).toBe(oldSystem())
      const again = await project.terrane('deploy', '--auto-approve')
      expect(again.status).toBe(0)
      expect(again.out.match(/unchanged/g)).toHaveLength(4)
      expect(runs(five.d!)).toContain('nixos-system-d')
    } finally {
      for (const name of ['c', 'd', 'e']) await five[name]!.remove()
    }
  })
})
