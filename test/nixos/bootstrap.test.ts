/** Machines that are not NixOS yet: hosts of the bench without /run/current-system. */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { installAnywhere } from '../../src/nixos/bootstrap/nixos-anywhere.js'
import { probeMachine } from '../../src/nixos/bootstrap/probe.js'
import { run } from '../../src/process/run.js'
import { runTelling } from '../../src/process/run-telling.js'
import { compileFile } from '../support/compile.js'
import { repository } from '../support/nix.js'
import { scratch } from '../support/scratch.js'
import { type BenchHost, benchHost } from './bench/host.js'
import { type BenchProject, benchProject } from './bench/project.js'
import { hasBench } from './bench/requirements.js'
import { goodSystem, oldSystem } from './bench/scene.js'

const path = process.env.PATH ?? ''

/** A folder with a `nixos-anywhere` in it, first on PATH. */
const withAnywhere = (): string => {
  const folder = scratch()
  mkdirSync(join(folder, 'bin'))
  copyFileSync(join(repository, 'test/nixos/bench/nixos-anywhere.sh'), join(folder, 'bin', 'nixos-anywhere'))
  process.env.PATH = `${join(folder, 'bin')}${delimiter}${path}`
  process.env.FAKE_ANYWHERE_LOG = join(folder, 'log')
  return join(folder, 'log')
}

describe.skipIf(!hasBench)('a machine that is not NixOS', () => {
  let host: BenchHost
  let project: BenchProject

  beforeAll(async () => {
    process.env.TOKEN = 'not-said'
    host = await benchHost(oldSystem())
  })
  beforeEach(() => {
    host.run('if [ -e /run/current-system ]; then mv -T /run/current-system /run/hidden; fi')
    project = benchProject({ web: host })
  })
  afterEach(() => {
    process.env.PATH = path
  })
  afterAll(() => host.remove())

  const deploy = (bootstrap: string) => {
    project.write('fresh.nix', `{ nixos.hosts.web = { ${bootstrap} }; }`)
    return project.terrane('deploy', '--auto-approve', '-f', 'infra.nix', '-f', 'fresh.nix')
  }
  const clean = (text: string) =>
    text
      .replaceAll(host.address, '<address>')
      .replace(/^web: (evaluating|building).*\n/gm, '')
      .replace(/^web> .*\n/gm, '')
      .replace(/: it is .*? \(\d+ s of/g, ': it is <this> (<n> s of')
      .replace(/: it is (?!<).*$/gm, ': it is <this>')

  it('is waited for, and then deployed to; the next time nobody waits', async () => {
    // Once somebody has looked.
    host.run(
      '(until grep -q Accepted /var/log/sshd; do sleep 0.1; done; sleep 1; mv -T /run/hidden /run/current-system) >/dev/null 2>&1 &',
    )
    const first = await deploy('bootstrap = "image"; install.timeout = 60;')
    expect(first.err).toContain('web: waiting until it is NixOS: it is ')
    expect(first.err).toContain(' s of 60 s)')
    expect(first.status).toBe(0)
    expect(host.run('readlink -f /run/current-system')).toContain('nixos-system-web')
    const second = await deploy('bootstrap = "image"; install.timeout = 60;')
    expect(second.err).not.toContain('waiting')
    expect(second.out).toContain('unchanged')
  })

  it('and does not become it in time, is an error that says what it is', async () => {
    const found = await deploy('bootstrap = "nixos-infect"; install.timeout = 1;')
    expect(found.status).toBe(1)
    expect(clean(found.err)).toMatchSnapshot()
    host.cutLink()
    try {
      const silent = await deploy('bootstrap = "image"; install.timeout = 1;')
      expect(silent.status).toBe(1)
      expect(clean(silent.err)).toContain('web has not answered for 1 s: no connection to <address>: ')
    } finally {
      host.mendLink()
    }
  })

  const anywhere = `
    bootstrap = "nixos-anywhere";
    install.timeout = 30;
    install.arguments = [ "--no-disko-deps" ];
    configuration = { config, ... }: { system.build.diskoScript = config.system.build.toplevel; };
  `

  it('is installed by nixos-anywhere, and is then an ordinary host', async () => {
    const log = withAnywhere()
    const first = await deploy(anywhere)
    expect(first.err).toContain('web> ### Installing NixOS ###')
    expect(first.status).toBe(0)
    const system = host.run('readlink -f /run/current-system')
    expect(system).toContain('nixos-system-web')
    const said = readFileSync(log, 'utf8').replaceAll(system, '<system>')
    expect(said.replace(/-i \S+/, '-i <identity>')).toBe(
      '--store-paths <system> <system> --copy-host-keys --build-on local -i <identity> --no-disko-deps --target-host root@terrane-target\n',
    )
    const second = await deploy(anywhere)
    expect(second.status).toBe(0)
    expect(readFileSync(log, 'utf8').split('\n')).toHaveLength(2)
  })

  it('is not installed without the program', async () => {
    const found = await deploy(anywhere)
    expect(found.status).toBe(4)
    expect(clean(found.err)).toMatchSnapshot()
  })

  it('is not touched by nixos-anywhere if it has another host key, although that asks for none', async () => {
    withAnywhere()
    const other = readFileSync(join(host.folder, 'identity.pub'), 'utf8').trim()
    const context = { run, runTelling, env: process.env, note: () => {} }
    const installing = installAnywhere(
      'web',
      { ...host.connection, hostKeys: [other] },
      { disko: goodSystem(), system: goodSystem(), arguments: [], timeoutSeconds: 30, onLine: () => {} },
      context,
    )
    await expect(installing).rejects.toMatchObject({
      diagnostics: [
        {
          code: 'host-bootstrap',
          notes: expect.arrayContaining([expect.stringContaining('Host key verification failed')]),
        },
      ],
    })
    expect(host.holds('test -e /run/current-system')).toBe(false)
    expect((await probeMachine('web', host.connection, context)).kind).toBe('other')
  })

  it('becomes it by its user data, which runs no other script than the one that is meant', async () => {
    const { text } = await compileFile(join(repository, 'fixtures/hosts/fresh/infra.nix'))
    const userData: string = JSON.parse(text).resource.hcloud_server.infected.user_data
    expect(userData.startsWith('#cloud-config\n')).toBe(true)
    const { runcmd, write_files } = JSON.parse(userData.slice(userData.indexOf('\n')))
    const [[program, url, sum, ...words]] = runcmd
    expect(program).toBe(write_files[0].path)
    expect(url).toMatch(
      /^https:\/\/raw\.githubusercontent\.com\/elitak\/nixos-infect\/[0-9a-f]{40}\/nixos-infect$/,
    )
    expect(sum).toMatch(/^[0-9a-f]{64}$/)
    const files = join(host.disk, 'home')
    writeFileSync(join(files, 'terrane-infect'), write_files[0].content, { mode: 0o700 })
    writeFileSync(join(files, 'script'), 'echo "$PROVIDER $NIX_CHANNEL" >/run/infected\n')
    const home = host.run('cd ~ && pwd').trim()
    host.run(`mkdir -p /var/lib && install -m 700 ${home}/terrane-infect ${program}`)
    const right = host.run(`sha256sum ${home}/script`).split(' ')[0]
    const infect = (hash: string) => host.holds([program, `file://${home}/script`, hash, ...words].join(' '))
    expect(infect(sum)).toBe(false)
    expect(host.holds('test -e /run/infected')).toBe(false)
    expect(infect(right!)).toBe(true)
    expect(host.run('cat /run/infected')).toBe('hetznercloud nixos-25.11')
  })
})
