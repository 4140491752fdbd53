/**
 * The NixOS module: the units that it makes are right in the eyes of systemd, and what they start does its work for real,
 * through the life of a machine.
 */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readManifest } from '../../src/nixos/read-manifest.js'
import { temporaryFolder } from '../support/compile.js'
import { flakeInputs, nix, nixOutput, projectFolder, withInputs } from '../support/flake.js'
import { hasGit, hasNix, hasTerraform, repository } from '../support/nix.js'
import { appears, program } from '../support/programs.js'
import { execStart, hasSystemd, settingsOf } from '../support/systemd-unit.js'

const ready = hasNix && hasGit && hasTerraform

/** A folder of the machine that a service compiles by itself. */
const source = temporaryFolder()
writeFileSync(join(source, 'infra.nix'), '{ resource.terraform_data.a.input = "at run time"; }\n')

type Units = Readonly<Record<string, string>>

const evaluate = async (): Promise<{ systems: Readonly<Record<string, Units>>; folder: string }> => {
  const system = JSON.parse(
    await nixOutput(['eval', '--impure', '--json', '--expr', 'builtins.currentSystem']),
  )
  const text = readFileSync(join(repository, 'test', 'nix-library', 'provisioner.nix'), 'utf8')
  const folder = projectFolder({
    'flake.nix': withInputs(text, flakeInputs()).replace('@system@', system).replace('@source@', source),
    'lock.hcl': '# no providers\n',
  })
  const [built] = JSON.parse(await nixOutput(['build', '--json', '--no-link', '.#units'], folder))
  return { systems: JSON.parse(readFileSync(built.outputs.out, 'utf8')), folder }
}

const { systems, folder } = ready ? await evaluate() : { systems: {}, folder: '' }

const serviceOf = (name: string): string => systems[name]!['terrane-web.service']!

interface Machine {
  readonly state: string
  readonly start: (
    generation: string,
    env?: Readonly<Record<string, string>>,
  ) => { readonly kill: () => void; readonly ended: Promise<{ status: number | null; out: string }> }
}

/** A machine that starts its service as systemd would: the command, the environment, the folders. */
const machine = (): Machine => {
  const places = { state: temporaryFolder(), cache: temporaryFolder() }
  const state = join(places.state, 'terrane-web')
  return {
    state,
    start: (generation, more = {}) => {
      const { words, env } = execStart(serviceOf(generation), places)
      mkdirSync(state, { recursive: true })
      const child = spawn(words[0]!, words.slice(1), {
        cwd: state,
        env: { ...env, PATH: `${env.PATH}:/usr/local/bin:/usr/bin:/bin`, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      })
      let out = ''
      for (const stream of [child.stdout, child.stderr])
        stream.on('data', chunk => {
          out += chunk
        })
      const ended = new Promise<{ status: number | null; out: string }>(resolve =>
        child.on('close', status => resolve({ status, out })),
      )
      return { kill: () => void child.kill('SIGKILL'), ended }
    },
  }
}

const inputsIn = (state: string): Readonly<Record<string, unknown>> => {
  const path = join(state, 'terraform.tfstate')
  const { resources } = JSON.parse(readFileSync(path, 'utf8')) as {
    resources: readonly {
      name: string
      instances: readonly { attributes: { input: { value: unknown } } }[]
    }[]
  }
  return Object.fromEntries(
    resources.map(({ name, instances }) => [name, instances[0]!.attributes.input.value]),
  )
}

const report = (state: string) => JSON.parse(readFileSync(join(state, 'report.json'), 'utf8'))

describe.skipIf(!ready)('the units', () => {
  it.skipIf(!hasSystemd)('are right in the eyes of systemd', () => {
    // What systemd before 254 does not know, and leaves out.
    const newer = /Unknown key (name )?'(RestartSteps|RestartMaxDelaySec)'/
    for (const units of Object.values(systems)) {
      const where = temporaryFolder()
      for (const [name, text] of Object.entries(units)) writeFileSync(join(where, name), text)
      const notify = '[Service]\nType=oneshot\nExecStart=/bin/true\n'
      writeFileSync(join(where, 'notify.service'), notify)
      const paths = Object.keys(units).map(name => join(where, name))
      const { stderr, status } = spawnSync('systemd-analyze', ['verify', '--man=no', ...paths], {
        encoding: 'utf8',
      })
      const complaints = stderr.split('\n').filter(line => line.includes('terrane-') && !newer.test(line))
      expect([complaints, status]).toEqual([[], 0])
    }
  })

  it('run as a user of their own, are never restarted by a switch, and never killed in an apply', () => {
    const unit = serviceOf('first')
    expect(settingsOf(unit, 'User')).toEqual(['terrane-web'])
    expect(settingsOf(unit, 'StateDirectoryMode')).toEqual(['0700'])
    expect(settingsOf(unit, 'X-RestartIfChanged')).toEqual(['false'])
    expect(settingsOf(unit, 'X-StopIfChanged')).toEqual(['false'])
    expect(settingsOf(unit, 'KillMode')).toEqual(['mixed'])
    expect(settingsOf(unit, 'TimeoutStopSec')).toEqual(['infinity'])
    expect(settingsOf(unit, 'After').join(' ')).toContain('network-online.target')
  })

  it('apply after a switch, and only where that is wanted', () => {
    expect(Object.keys(systems.first!).sort()).toEqual(['terrane-web-changed.service', 'terrane-web.service'])
    expect(systems.first!['terrane-web-changed.service']).not.toBe(
      systems.second!['terrane-web-changed.service'],
    )
    expect(Object.keys(systems.quiet!)).toEqual(['terrane-web.service'])
    expect(settingsOf(serviceOf('quiet'), 'Restart')).toEqual(['no'])
  })

  it('are not started a second time during a boot', () => {
    const [script] = settingsOf(systems.first!['terrane-web-changed.service']!, 'ExecStart')
    const here = temporaryFolder()
    program(here, 'systemctl', 'case $1 in is-system-running) echo "$SYSTEM" ;; *) echo "$@" ;; esac')
    const run = (system: string) =>
      spawnSync(script!, [], {
        encoding: 'utf8',
        env: { PATH: `${here}:${process.env.PATH}`, SYSTEM: system },
      }).stdout
    const start = 'start --no-block terrane-web.service\n'
    expect([run('starting'), run('running'), run('degraded')]).toEqual(['', start, start])
  })

  it('do not start in a system that may still be rolled back', () => {
    const [condition] = settingsOf(serviceOf('first'), 'ExecCondition')
    const [script, ...words] = condition!.replace(/^\+/, '').split(' ')
    const root = temporaryFolder()
    const home = join(root, 'var', 'lib', 'terrane')
    const run = () => {
      const { status, stderr } = spawnSync(script!, words, {
        encoding: 'utf8',
        env: { PATH: process.env.PATH, TERRANE_ROOT: root },
      })
      return [status, stderr]
    }
    expect(run()).toEqual([0, ''])

    // As the agent on the machine keeps its record.
    const [old, next] = ['old', 'new'].map(name => {
      const path = join(root, name)
      writeFileSync(path, '')
      return path
    })
    const runs = (system: string) => {
      mkdirSync(join(root, 'run'), { recursive: true })
      rmSync(join(root, 'run', 'current-system'), { force: true })
      symlinkSync(system, join(root, 'run', 'current-system'))
    }
    const deployment = join(home, 'deployments', 'one')
    const record = (name: string, text: string) => writeFileSync(join(deployment, name), `${text}\n`)
    mkdirSync(deployment, { recursive: true })
    writeFileSync(join(home, 'deployments', 'last'), 'one\n')
    record('plan', `nonce 1\nnew ${next}\naction switch`)
    for (const phase of ['activating', 'waiting', 'rebooting', 'committing']) {
      record('phase', phase)
      runs(old!)
      expect(run()).toEqual([0, ''])
      runs(next!)
      expect(run()).toEqual([
        1,
        `not now: ${next} was deployed by terrane, and nobody has confirmed it yet\n`,
      ])
    }
    expect(existsSync(join(root, 'run', 'terrane', 'held', 'terrane-web.service'))).toBe(true)
    record('phase', 'over')
    for (const [outcome, status] of [
      ['deployed', 0],
      ['left', 1],
      ['broken', 1],
    ] as const) {
      record('result', `outcome ${outcome}`)
      expect(run()[0]).toBe(status)
    }
    record('phase', 'committing')
    writeFileSync(join(home, 'confirmed'), `${next}\n`)
    expect(run()).toEqual([0, ''])
  })

  it('pass all options on', () => {
    const unit = serviceOf('everything')
    const { words, env } = execStart(unit, { state: '/state', cache: '/cache' })
    expect(words.slice(1).map(word => word.replace(/\/nix\/store\/[^-]+-/, ''))).toEqual([
      'provision',
      '--document',
      'config.tf.json',
      '--name',
      'web',
      '--workdir',
      '/state/terrane-web',
      '--bin',
      'tofu/bin/tofu',
      '--report',
      '/state/terrane-web/report.json',
      '--allow-destroy-once',
      '/state/terrane-web/allow-destroy',
      '--lock-file',
      expect.stringMatching(/lock\.hcl$/),
      '--metrics',
      '/var/lib/metrics/terrane-web.prom',
      '--allow-destroy',
      '--deploy',
      '--manifest',
      'terrane.deploy.json',
      '--on',
      'tag:production',
      '--credential',
      'aws',
      '--credential-file',
      'AWS_SHARED_CREDENTIALS_FILE=aws',
      '--credential',
      'sealed',
      '--credential-identity',
      'sealed',
      '--var',
      'price=5$ "net"',
    ])
    expect(env).toMatchObject({ AWS_REGION: 'eu-central-1', HOME: '/state/terrane-web' })
    expect(settingsOf(unit, 'LoadCredential')).toEqual(['aws:/home/ana/.aws/credentials'])
    expect(settingsOf(unit, 'LoadCredentialEncrypted')).toEqual(['sealed:/etc/sealed'])
    expect(settingsOf(unit, 'OnFailure').join(' ')).toBe('notify.service terrane-web-failed.service')
    expect(settingsOf(systems.everything!['terrane-web.timer']!, 'OnCalendar')).toEqual(['hourly'])
    expect(settingsOf(systems.everything!['terrane-web-failed.service']!, 'ExecStart')[0]).toMatch(
      /git" "a b"$/,
    )
  })

  it('deploy hosts with systems that were built along, or that a Nix evaluates', async () => {
    const { words, env } = execStart(serviceOf('everything'), { state: '/state', cache: '/cache' })
    const manifest = words[words.indexOf('--manifest') + 1]!
    const { hosts } = readManifest(readFileSync(manifest, 'utf8'), manifest)
    const { system } = hosts.web!
    expect(system).toMatchObject({ kind: 'closure', path: expect.stringMatching(/^\/nix\/store\/.*-git/) })
    expect(existsSync(system.kind === 'closure' ? system.path : '')).toBe(true)
    expect(env.PATH).toMatch(/-nix[^:]*\/bin:.*ssh[^:]*\/bin/)
    const run = execStart(serviceOf('deploying'), { state: '/state', cache: '/cache' }).words
    expect(run.slice(run.indexOf('--engine'), run.indexOf('--engine') + 2)).toEqual(['--engine', 'nix'])
    expect(run).toContain('--deploy')
    expect(run).not.toContain('--manifest')
  })

  it('refuse hosts that need the project at run time, or would give away a secret', async () => {
    const refusals = await Promise.all(
      ['inputs', 'trigger', 'text', 'store', 'nothing', 'homeless'].map(async name => {
        const { err } = await nix(['eval', '--raw', `.#refused.${name}`], folder)
        return err.match(/the host `web' .*/)?.[0]
      }),
    )
    expect(refusals).toMatchInlineSnapshot(`
      [
        "the host \`web' has inputs that Terraform computes (db): give the project's folder: services.terrane.<name>.source",
        "the host \`web' is deployed by Terraform, which needs the project: give the project's folder: services.terrane.<name>.source",
        "the host \`web' has the text of its key \`token' in the configuration, which goes to the store, where everyone can read it: name a file, a variable, a command, or an output of Terraform",
        "the host \`web' has its key \`token' in a file of the store, where everyone can read it: name it with a text, which Nix does not copy: file = "/run/secrets/name"",
        "the host \`web' has no system to run: give one",
        "the host \`web' has no address: set target.host",
      ]
    `)
  })

  it('are made of modules or of a source, not of neither', async () => {
    expect(JSON.parse(await nixOutput(['eval', '--json', '.#torn'], folder))).toEqual([
      "services.terrane.web: give either `modules' or `source'",
    ])
  })
})

describe.skipIf(!ready).concurrent('a machine with a provisioner', () => {
  it('applies at its first boot, changes nothing at the next, and follows its configuration', async () => {
    const { start, state } = machine()
    const first = await start('first').ended
    expect([first.status, first.out]).toEqual([
      0,
      expect.stringContaining('web: 1 added, 0 changed, 0 destroyed.'),
    ])
    expect(statSync(join(state, 'terraform.tfstate')).mode & 0o077).toBe(0)

    const boot = await start('first').ended
    expect([boot.status, boot.out]).toEqual([0, expect.stringContaining('web: nothing to change.')])

    const changed = await start('second').ended
    expect([changed.status, changed.out]).toEqual([0, expect.stringContaining('web: 1 added, 1 changed')])
    expect(inputsIn(state)).toEqual({ a: 2, b: 1 })

    // An older generation is booted, which knows nothing of b.
    const old = await start('first').ended
    expect(old.status).toBe(6)
    expect(old.out).toContain('error[destroy-refused]')
    expect(inputsIn(state)).toEqual({ a: 2, b: 1 })
    expect(report(state)).toMatchObject({
      outcome: 'refused',
      plan: { changes: [{ address: 'terraform_data.a' }, { address: 'terraform_data.b', action: 'delete' }] },
    })
    expect(settingsOf(serviceOf('first'), 'RestartPreventExitStatus')[0]!.split(' ')).toContain('6')

    // Somebody has looked at it, and meant it.
    const permission = join(state, 'allow-destroy')
    expect(old.out).toContain(`touch ${permission}`)
    writeFileSync(permission, '')
    const meant = await start('first').ended
    expect([meant.status, meant.out]).toEqual([0, expect.stringContaining('1 changed, 1 destroyed')])
    expect(existsSync(permission)).toBe(false)
  })

  it('tells the journal how bad it is, when it writes there', async () => {
    const { words, env } = execStart(serviceOf('homely'), {
      state: temporaryFolder(),
      cache: temporaryFolder(),
    })
    const log = join(temporaryFolder(), 'log')
    const script = `exec 2>"$LOG"; JOURNAL_STREAM=$(stat -L -c %d:%i /dev/stderr) exec "$@"`
    spawnSync('/bin/sh', ['-c', script, 'sh', ...words], {
      env: { ...process.env, ...env, PATH: process.env.PATH, LOG: log },
    })
    const lines = readFileSync(log, 'utf8').trimEnd().split('\n')
    expect(lines[0]).toMatch(/^<3>error\[credential-unreadable\]/)
    expect(lines.every(line => /^<\d>/.test(line))).toBe(true)
  })

  it('goes on after a failed apply where that ended', async () => {
    const { start, state } = machine()
    const failed = await start('failing').ended
    expect([failed.status, failed.out]).toEqual([1, expect.stringContaining('1 of 2 resources were done')])
    expect(report(state)).toMatchObject({ outcome: 'failed', status: 1 })
    expect(inputsIn(state)).toMatchObject({ a: 1 })
    // What failed half-way is tainted: to make it anew is to replace it, which needs somebody's word.
    const again = await start('failing').ended
    expect([again.status, again.out]).toEqual([
      6,
      expect.stringContaining('terraform_data.slow: replace, because it is tainted'),
    ])
  })

  it('fails in a way that is worth another try while there is no network', async () => {
    const { start, state } = machine()
    const env = {
      TF_REGISTRY_DISCOVERY_RETRY: '0',
      TF_REGISTRY_CLIENT_TIMEOUT: '1',
      HTTPS_PROXY: 'http://127.0.0.1:9',
    }
    const { status, out } = await start('offline', env).ended
    expect([status, out]).toEqual([1, expect.stringContaining('registry.terraform.io')])
    expect(settingsOf(serviceOf('offline'), 'RestartPreventExitStatus')[0]!.split(' ')).not.toContain('1')
    expect(existsSync(join(state, 'terraform.tfstate'))).toBe(false)
  })

  it('loses nothing when it is killed half-way, and starts no second apply beside the first', async () => {
    const { start, state } = machine()
    const killed = start('slow')
    await appears(join(state, 'begun'))
    killed.kill()
    await killed.ended
    const beside = await start('slow').ended
    expect([beside.status, beside.out]).toEqual([75, expect.stringContaining('error[work-folder-locked]')])
    writeFileSync(join(state, 'go'), '')
    await appears(join(state, 'done'))
    const deadline = Date.now() + 20_000
    let after = await start('slow').ended
    while (after.status === 75 && Date.now() < deadline) after = await start('slow').ended
    expect([after.status, after.out]).toEqual([0, expect.stringContaining('nothing to change')])
    expect(inputsIn(state)).toEqual({ a: 1, slow: 1 })
  })

  it('is started twice at once: one works, the other says that it is to come back', async () => {
    const { start, state } = machine()
    const both = [start('slow').ended, start('slow').ended]
    expect((await Promise.race(both)).status).toBe(75)
    writeFileSync(join(state, 'go'), '')
    expect((await Promise.all(both)).map(({ status }) => status).sort()).toEqual([0, 75])
    expect(report(state)).toMatchObject({ outcome: 'applied', status: 0 })
    expect(inputsIn(state)).toEqual({ a: 1, slow: 1 })
  })

  it('hands credentials to the providers, and names a file that is not there', async () => {
    const { start, state } = machine()
    const credentials = temporaryFolder()
    writeFileSync(join(credentials, 'token'), 'from systemd\n')
    const { status } = await start('secretive', { CREDENTIALS_DIRECTORY: credentials }).ended
    expect([status, inputsIn(state)]).toEqual([0, { a: 'from systemd' }])

    // What systemd puts in its place by SetCredential=.
    const [instead] = settingsOf(serviceOf('secretive'), 'SetCredential')
    writeFileSync(join(credentials, 'token'), instead!.slice('token:'.length))
    const missing = await start('secretive', { CREDENTIALS_DIRECTORY: credentials }).ended
    expect(missing.status).toBe(4)
    expect(missing.out).toContain("the credential token can't be read: there is no file /run/secrets/token")
  })

  it("names a file in somebody's home that the document would have a provider read", async () => {
    const { status, out } = await machine().start('homely').ended
    expect(status).toBe(4)
    expect(out).toContain('provider.aws.shared_credentials_files names /home/ana/.aws/credentials')
  })

  it('compiles a folder at run time without a Nix, and applies nothing where only a report is wanted', async () => {
    const { start, state } = machine()
    const { status, out } = await start('source', { PATH: '/usr/local/bin:/bin:/nowhere' }).ended
    expect([status, out]).toEqual([
      0,
      expect.stringContaining('web: 1 to add, 0 to change, 0 to destroy; nothing was applied.'),
    ])
    expect(report(state)).toMatchObject({
      outcome: 'planned',
      plan: { changes: [{ address: 'terraform_data.a' }] },
    })
    rmSync(join(state, 'report.json'))
    expect(existsSync(join(state, 'terraform.tfstate'))).toBe(false)
  })
})
