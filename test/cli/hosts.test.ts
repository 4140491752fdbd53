/** The commands that are about hosts, with real systems and hosts that only note what they are asked. */
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line.js'
import { compile } from '../../src/project/compile.js'
import { misfit } from '../support/events.js'
import { deployProject, type FakeBehaviour, fakeHosts } from '../support/hosts.js'
import { hasNix, repository } from '../support/nix.js'
import { type Answers, recordingTerminal } from '../support/recording-terminal.js'
import { scratch } from '../support/scratch.js'

if (!hasNix) console.warn('nix is missing: no system is evaluated or built')

const project = (name: string) => deployProject(scratch(), name)

const runIn = async (
  folder: string,
  args: readonly string[],
  behaviour: FakeBehaviour & { readonly answers?: Answers } = {},
) => {
  process.env.PASSWORD = 'poison-password'
  const terminal = recordingTerminal(folder, behaviour.answers)
  const hosts = fakeHosts(behaviour)
  const status = await runCommandLine(args, terminal, {
    compile: async () => compile,
    hosts: async () => hosts,
  })
  const clean = (text: string) =>
    text
      .replaceAll(folder, '<here>')
      .replace(/\/nix\/store\/[0-9a-z]{32}/g, '/nix/store/<hash>')
      .replace(/after \d+(\.\d+)?s/g, 'after <time>')
      .replace(/^\w+> .*\n/gm, '')
  return {
    status,
    asked: hosts.asked,
    out: terminal.printed(),
    shown: `${clean(terminal.complained())}---\n${clean(terminal.printed())}`,
    err: terminal.complained(),
    questions: terminal.questions,
  }
}

const deployed = (asked: readonly string[]) =>
  asked
    .filter(line => line.startsWith('deploy'))
    .map(line => line.slice(7))
    .sort()
    .join('')

describe.skipIf(!hasNix)('terrane deploy', () => {
  it('deploys all hosts, without a terraform', async () => {
    const folder = project('pair')
    const path = process.env.PATH
    const found = await runIn(folder, ['deploy', '--auto-approve'])
    expect(found.status).toBe(0)
    expect(found.out).toMatchSnapshot()
    expect(existsSync(join(folder, 'terrane.deploy.json'))).toBe(true)
    expect(readFileSync(join(folder, 'terrane.deploy.json'), 'utf8')).not.toContain('poison')
    expect(process.env.PATH).toBe(path)
  })

  it('says that some are deployed where one of five is down', async () => {
    const found = await runIn(project('five'), ['deploy', '--auto-approve'], { outcomes: { c: 'failed' } })
    expect(found.status).toBe(5)
    expect(found.out).toMatchSnapshot()
  })

  it('says that none is', async () => {
    const outcomes = { a: 'rolled-back' } as const
    const found = await runIn(project('five'), ['deploy', '--auto-approve', '--on', 'tag:first'], {
      outcomes,
    })
    expect(found.status).toBe(1)
    expect(found.out).toContain('The host is not as it should be.')
  })

  it('takes the hosts that are meant, the canary first', async () => {
    const args = [
      'deploy',
      '--auto-approve',
      '--on',
      '[abc],c*,d',
      '--on',
      'a',
      '--canary',
      'd',
      '--parallel',
      '1',
    ]
    const wrong = await runIn(project('five'), args)
    expect(wrong.status).toBe(3)
    const found = await runIn(project('five'), args.with(3, 'c*,d'))
    const [first, ...others] = found.asked.filter(line => line.startsWith('deploy'))
    expect(first).toBe('deploy d')
    // These two at once.
    expect(others.toSorted()).toEqual(['deploy a', 'deploy c'])
  })

  it('asks, host by host', async () => {
    const found = await runIn(project('five'), ['deploy', '--on', 'a,b,c,d', '--parallel', '1'], {
      answers: ['yes', 'no', 'all'],
    })
    expect(found.questions).toHaveLength(3)
    expect(deployed(found.asked)).toHaveLength(3)
    expect(found.status).toBe(5)
  })

  it('says that there is nothing to deploy before it says that it can not ask', async () => {
    const folder = scratch()
    copyFileSync(join(repository, 'fixtures', 'compile', 'empty', 'infra.nix'), join(folder, 'infra.nix'))
    expect((await runIn(folder, ['deploy'])).err).toContain('has no hosts')
    expect((await runIn(project('five'), ['deploy', '--on', 'nobody'])).err).toContain(
      "there is no host 'nobody'",
    )
    expect((await runIn(project('five'), ['rollback', '--on', 'nobody'])).err).toContain('host-unknown')
  })

  it('is not asked for nothing where nobody can be asked', async () => {
    const found = await runIn(project('five'), ['deploy'])
    expect(found.status).toBe(4)
    expect(found.err).toMatchSnapshot()
  })

  it('shows what would change with --dry-run, and changes nothing', async () => {
    const found = await runIn(project('five'), ['deploy', '--dry-run', '--on', 'a'])
    expect(found.asked).toEqual([])
    expect(found.shown).toMatchSnapshot()
  })

  it('tells each host as an event with --json', async () => {
    const found = await runIn(project('pair'), ['deploy', '--json', '--auto-approve', '--on', 'db'])
    const written = found.out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { readonly type: string })
    expect(written.map(event => misfit(event)).filter(Boolean)).toEqual([])
    const events = written.map(({ type }) => type)
    // What is built already says nothing.
    expect([...new Set(events)].filter(type => type !== 'build_output')).toEqual([
      'phase_start',
      'phase_end',
      'document_written',
      'host_stage_start',
      'host_stage_end',
      'host_result',
      'run_end',
    ])
  })

  const fresh = () => ({
    installed: { kind: 'other', system: 'Debian GNU/Linux 12 (bookworm)' } as const,
  })

  it('installs a machine that is not NixOS only where that is approved of, by itself', async () => {
    const path = process.env.PATH
    const programs = scratch()
    writeFileSync(join(programs, 'nixos-anywhere'), '', { mode: 0o755 })
    process.env.PATH = `${programs}:${path}`
    try {
      const args = ['deploy', '--on', 'installed,plain', '--parallel', '1']
      const answers = ['all', 'all']
      const found = await runIn(project('fresh'), args, { answers, machines: fresh() })
      expect(found.status).toBe(5)
      expect(found.asked.filter(line => line.startsWith('install'))).toEqual([])
      expect(found.out).toMatchSnapshot()
      expect(found.questions.find(question => question.includes('ERASED'))).toMatchSnapshot()
      const approved = await runIn(project('fresh'), args.slice(0, 3), {
        answers: ['yes', 'yes'],
        machines: fresh(),
      })
      expect(approved.status).toBe(0)
      expect(approved.asked).toContain('install installed as ubuntu')
      expect(deployed(approved.asked)).toBe('installedplain')
      const still = await runIn(
        project('fresh'),
        ['deploy', '--auto-approve', '--action', 'dry-activate', '--on', 'installed'],
        { machines: fresh() },
      )
      expect(still.out).toContain('which has nothing to activate')
      expect(still.asked).toEqual(['probe installed'])
      const dry = await runIn(project('fresh'), ['deploy', '--dry-run', '--on', 'installed'], {
        machines: fresh(),
      })
      expect(dry.asked).toEqual([])
    } finally {
      process.env.PATH = path
    }
  })

  it('refuses a project without hosts, and a canary that is not meant', async () => {
    const folder = scratch()
    copyFileSync(join(repository, 'fixtures', 'compile', 'empty', 'infra.nix'), join(folder, 'infra.nix'))
    const none = await runIn(folder, ['deploy', '--auto-approve'])
    expect(none.status).toBe(3)
    const canary = await runIn(project('five'), ['deploy', '--auto-approve', '--on', 'a', '--canary', 'b'])
    expect(canary.status).toBe(64)
    expect([none, canary].map(({ shown }) => shown).join('')).toMatchSnapshot()
  })
})

describe.skipIf(!hasNix)('commands about hosts', () => {
  it('hosts shows what runs where', async () => {
    const system = (letter: string) => `/nix/store/${letter.repeat(32)}-nixos-system`
    const states = {
      a: { current: system('a'), booted: system('a'), profile: system('a'), confirmed: system('a') },
      b: { current: system('b'), booted: system('a'), profile: system('b'), confirmed: system('a') },
      c: {
        current: system('c'),
        lock: { owner: 'grace@laptop', since: '2026-01-01', alive: true },
      },
    }
    const folder = project('five')
    const found = await runIn(folder, ['hosts', '--no-evaluate', '--on', 'a,b,c'], { states })
    expect(found.status).toBe(0)
    expect(found.out).toMatchSnapshot()
    const json = await runIn(folder, ['hosts', '--json', '--on', 'a'], { states })
    const { hosts } = JSON.parse(json.out) as { readonly hosts: readonly { readonly desired: string }[] }
    expect(hosts[0]).toMatchObject({ name: 'a', address: 'a.example.org', state: states.a })
    expect(hosts[0]!.desired).toMatch(/nixos-system-a-25\.05$/)
  })

  it('exec runs a program on each, and says which did not', async () => {
    const args = ['exec', '--on', 'a,b', '--', 'echo', '$HOME', ';']
    const found = await runIn(project('five'), args, { outcomes: { b: 'failed' } })
    expect(found.status).toBe(5)
    expect(found.out).toBe('a> echo $HOME ;\n')
    expect(found.err).toMatchSnapshot()
  })

  it('rollback, resume and keys are done on each', async () => {
    const folder = project('pair')
    const back = await runIn(folder, ['rollback', '--auto-approve', '--on', 'web', '--to', '41'])
    expect(back.asked).toEqual(['rollback web 41'])
    expect((await runIn(folder, ['resume', '--on', 'db'])).asked).toEqual(['resume db'])
    const push = await runIn(folder, ['keys', 'push'])
    expect(push.out).toBe('db: all keys are there as they should be\nweb: changed password, token\n')
    expect((await runIn(folder, ['keys', 'check'])).out).toContain('web: all keys are there')
    expect((await runIn(folder, ['keys', 'look'])).status).toBe(64)
  })

  it('diff compares', async () => {
    expect((await runIn(project('pair'), ['diff', '--on', 'db'])).shown).toMatchSnapshot()
  })

  it('ssh names one host', async () => {
    const folder = project('five')
    const found = await runIn(folder, ['ssh', 'a'])
    expect([found.status, found.asked]).toEqual([0, ['close a']])
    const several = await runIn(folder, ['ssh', '*'])
    expect([several.status, (await runIn(folder, ['ssh'])).status]).toEqual([64, 64])
    expect(several.err).toMatchSnapshot()
  })
})
