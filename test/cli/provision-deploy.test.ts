/** Unattended runs that deploy, with a real Terraform, real systems, and hosts that only note what they are asked. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCommandLine } from '../../src/cli/command-line.js'
import { compile } from '../../src/project/compile.js'
import { temporaryFolder } from '../support/compile.js'
import { misfit } from '../support/events.js'
import { deployProject, type FakeBehaviour, fakeHosts } from '../support/hosts.js'
import { hasNix } from '../support/nix.js'
import { recordingTerminal } from '../support/recording-terminal.js'
import { hasTerraform } from '../support/terraform.js'

const runIn = async (folder: string, args: readonly string[], behaviour: FakeBehaviour = {}) => {
  const terminal = recordingTerminal(folder)
  const hosts = fakeHosts(behaviour)
  const status = await runCommandLine(['provision', ...args], terminal, {
    compile: async () => compile,
    hosts: async () => hosts,
  })
  return {
    status,
    out: terminal.printed(),
    err: terminal.complained().replaceAll(folder, '<here>'),
    asked: hosts.asked.filter(line => line.startsWith('deploy')).sort(),
    deployments: hosts.deployments,
  }
}

const reportIn = (folder: string) => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'))

const errorsOf = (err: string): string => err.slice(err.indexOf('error['))

describe.skipIf(!hasNix || !hasTerraform)('terrane provision --deploy', () => {
  const folder = deployProject(temporaryFolder(), 'five')
  const told = ['--report', 'report.json', '--metrics', 'terrane.prom', '--name', 'fleet']

  it('deploys once all is applied, and says what became of each host', async () => {
    const planOnly = await runIn(folder, ['--deploy', '--plan-only', ...told])
    expect([planOnly.status, planOnly.asked]).toEqual([0, []])

    const first = await runIn(folder, ['--deploy', '--on', 'a,b', ...told])
    expect(first).toMatchObject({ status: 0, asked: ['deploy a', 'deploy b'] })
    expect(first.out).toBe(
      'fleet: nothing to change.\nfleet: the host a is deployed.\nfleet: the host b is deployed.\n',
    )
    expect(reportIn(folder)).toMatchObject({
      outcome: 'deployed',
      status: 0,
      hosts: [
        { name: 'a', done: true, outcome: 'deployed' },
        { name: 'b', done: true },
      ],
    })
    const unchanged = { a: 'unchanged', b: 'unchanged' } as const
    await runIn(folder, ['--deploy', '--on', 'a,b', ...told], { outcomes: unchanged })
    expect(reportIn(folder).outcome).toBe('unchanged')

    // Not asked for: left alone.
    expect((await runIn(folder, told)).asked).toEqual([])
  })

  it('fails where a host does, in a way that another try may help', async () => {
    const outcomes = { a: 'rolled-back' } as const
    const some = await runIn(folder, ['--deploy', '--on', 'a,b', ...told], { outcomes })
    expect(some.status).toBe(5)
    expect(errorsOf(some.err)).toMatchInlineSnapshot(`
      "error[deploy-partial]: not as it should be: 1 of 2 hosts
        note: a: rolled back: as the test wants it
        hint: terrane ssh a
      "
    `)
    expect(reportIn(folder)).toMatchObject({
      outcome: 'failed',
      status: 5,
      hosts: [
        { name: 'a', done: false, outcome: 'rolled-back', reason: 'as the test wants it' },
        { name: 'b', done: true },
      ],
      errors: [{ code: 'deploy-partial' }],
    })
    expect(readFileSync(join(folder, 'terrane.prom'), 'utf8')).toContain(
      'terrane_provision_host_done{name="fleet",host="a",outcome="rolled-back"} 0',
    )
    const all = await runIn(folder, ['--deploy', '--on', 'a', ...told], { outcomes })
    expect(all.status).toBe(1)
    expect(errorsOf(all.err)).toMatchInlineSnapshot(`
      "error[deploy-failed]: the host a is not as it should be
        note: a: rolled back: as the test wants it
        hint: terrane ssh a
      "
    `)
  })

  it('takes no host back to what it had before, unless that is allowed', async () => {
    const module = (name: string) =>
      writeFileSync(
        join(folder, 'name.nix'),
        `{ lib, ... }: { nixos.hosts.a.configuration = lib.mkForce { networking.hostName = "${name}"; }; }\n`,
      )
    const args = ['-f', 'infra.nix', '-f', 'name.nix', '--workdir', 'named', '--deploy', '--on', 'a']
    const generation = async (name: string, ...more: readonly string[]) => {
      module(name)
      return await runIn(folder, [...args, ...more])
    }
    const once = ['--allow-destroy-once', 'go-back']
    expect((await generation('first', ...once)).status).toBe(0)
    expect((await generation('second', ...once)).status).toBe(0)
    const old = await generation('first', ...once)
    expect([old.status, old.asked, errorsOf(old.err)]).toMatchInlineSnapshot(`
      [
        6,
        [],
        "error[destroy-refused]: hosts would go back to systems that they had before, which nobody allowed: nothing was changed
        note: the host a: back to a system that it had before
        hint: look at the plan in the report; then, to allow it for one run: touch <here>/go-back
      ",
      ]
    `)
    expect((await generation('first', '--plan-only')).status).toBe(0)
    writeFileSync(join(folder, 'go-back'), '')
    expect((await generation('first', ...once)).asked).toEqual(['deploy a'])
    expect((await generation('first', ...once)).status).toBe(0)
    expect((await generation('second', '--allow-destroy')).status).toBe(0)
  })

  it('says nothing that is no event with --json', async () => {
    const { out } = await runIn(folder, ['--deploy', '--on', 'a', '--json'])
    const events = out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line) as { readonly type: string })
    expect(events.map(event => misfit(event)).filter(Boolean)).toEqual([])
    expect(events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['planned_host', 'host_result', 'run_end']),
    )
  })

  it('takes the hosts of a compiled document, whose systems are built', async () => {
    const { deployments } = await runIn(folder, ['--deploy', '--on', 'a'])
    const manifest = JSON.parse(readFileSync(join(folder, 'terrane.deploy.json'), 'utf8'))
    const artefact = join(folder, 'artefact')
    mkdirSync(artefact)
    writeFileSync(join(artefact, 'config.tf.json'), '{}\n')
    const given = ['--document', 'artefact/config.tf.json', '--workdir', 'state', '--deploy', ...told]
    const none = await runIn(folder, given)
    expect([none.status, errorsOf(none.err)]).toMatchInlineSnapshot(`
      [
        4,
        "error[file-access]: there is no file <here>/artefact/terrane.deploy.json, which has the hosts
        hint: name it: --manifest FILE; terrane compile writes it beside the document, where the project has hosts
      ",
      ]
    `)

    const write = (hosts: object) =>
      writeFileSync(join(artefact, 'terrane.deploy.json'), JSON.stringify({ ...manifest, hosts }))
    const { a } = manifest.hosts
    write({ a })
    const evaluated = await runIn(folder, given)
    expect([evaluated.status, errorsOf(evaluated.err)]).toMatchInlineSnapshot(`
      [
        4,
        "error[manifest-invalid]: <here>/artefact/terrane.deploy.json: the system of the host 'a' is evaluated from the project, which is not here
        hint: give the project (--file), or what is built: lib.terraneConfiguration has it as \`deployManifest\`
      ",
      ]
    `)

    const system = { kind: 'closure', path: deployments[0]!.closure }
    write({ a: { ...a, system, target: { ...a.target, host: '-oProxyCommand=x' } } })
    const wrong = await runIn(folder, given)
    expect([wrong.status, errorsOf(wrong.err)]).toMatchInlineSnapshot(`
      [
        4,
        "error[manifest-invalid]: <here>/artefact/terrane.deploy.json has hosts that make no sense
        note: the host 'a' has '-oProxyCommand=x' for an address
      ",
      ]
    `)

    writeFileSync(join(artefact, 'token'), 'sesame')
    const key = { path: '/etc/token', owner: 'root', group: 'root', mode: '0400', upload: 'before' }
    const source = { kind: 'file', path: 'token' }
    write({
      a: {
        ...a,
        system,
        keys: { token: { ...key, restart: [], reload: [], source } },
      },
    })
    process.env.CREDENTIALS_DIRECTORY = artefact
    const { status, deployments: made } = await runIn(folder, [...given, '--credential-identity', 'token'])
    delete process.env.CREDENTIALS_DIRECTORY
    expect(status).toBe(0)
    expect(made).toMatchObject([
      { name: 'a', closure: deployments[0]!.closure, connection: { identityFile: join(artefact, 'token') } },
    ])
    expect(made[0]!.keys[0]!.content.reveal()).toBe('sesame')
  })
})
