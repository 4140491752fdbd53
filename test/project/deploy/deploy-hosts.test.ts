/** Configurations evaluated and built by a real Nix, with a nixpkgs of our own making (fixtures/nixpkgs). */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { TerraneError } from '../../../src/contracts/diagnostic.js'
import type { TerraneEvent } from '../../../src/contracts/events.js'
import { deployHosts } from '../../../src/project/deploy/deploy-hosts.js'
import type { ProjectHosts } from '../../../src/project/deploy/hosts-of-project.js'
import { plannedHosts } from '../../../src/project/deploy/plan-hosts.js'
import { type EvaluatedSystem, evaluateSystems } from '../../../src/project/systems.js'
import { fakeHosts, fixtureHosts } from '../../support/hosts.js'
import { hasNix, repository } from '../../support/nix.js'

if (!hasNix) console.warn('nix is missing: no system is evaluated or built')

const options = { parallel: 10, reboot: false }

const deploy = async (hosts: ProjectHosts, operations = fakeHosts()) => {
  const events: TerraneEvent[] = []
  const entries = await deployHosts(Object.keys(hosts.manifest.hosts), options, hosts, {
    operations,
    emit: event => events.push(event),
  })
  return { entries, events, operations }
}

describe.skipIf(!hasNix)('a deployment of two hosts', () => {
  it('evaluates, builds, and hands over what is to run', async () => {
    process.env.PASSWORD = 'poison-password'
    const hosts = await fixtureHosts('pair')
    const { operations, entries, events } = await deploy(hosts)
    expect(entries.map(entry => ('result' in entry ? entry.result.outcome : entry.skipped))).toEqual([
      'deployed',
      'deployed',
    ])
    expect(operations.asked.filter(line => line.startsWith('deploy'))).toEqual(['deploy db', 'deploy web'])
    const web = operations.deployments.find(({ name }) => name === 'web')!
    expect(web).toMatchObject({ name: 'web', built: 'local', action: 'switch', keep: 5 })
    expect(web.connection).toMatchObject({ host: '192.0.2.1', alias: 'web' })
    expect(web.keys.map(({ name, content }) => [name, content.reveal()])).toEqual([
      ['password', 'poison-password'],
      ['token', 'poison-token'],
    ])
    // The host's own module, NIX_PATH's nixpkgs, the inputs, the other host's configuration.
    expect(web.closure).toMatch(/^\/nix\/store\/[0-9a-z]{32}-nixos-system-amazon-25\.05$/)
    expect(readFileSync(join(web.closure, 'ports'), 'utf8')).toBe('[80,5432]\n')
    expect(JSON.parse(readFileSync(join(web.closure, 'etc'), 'utf8'))).toEqual({
      greeting: 'hello',
      name: 'web',
    })
    expect(JSON.stringify(events)).not.toContain('poison')
  })

  it('gives the same systems whether hosts are evaluated together or apart', async () => {
    const hosts = await fixtureHosts('pair')
    const systems = async (chunkSize: number) => {
      const found: Record<string, EvaluatedSystem | TerraneError> = {}
      const { manifest, compile, inputs } = hosts
      await evaluateSystems(['web', 'db'], { manifest, compile, inputs, chunkSize }, (name, system) => {
        found[name] = system
      })
      return found
    }
    expect(await systems(1)).toEqual(await systems(2))
  })
})

describe.skipIf(!hasNix)('hosts that are broken', () => {
  it('fail each for itself, with what is wrong and where', async () => {
    const { entries, events } = await deploy(await fixtureHosts('broken'))
    const said = entries.map(entry =>
      'result' in entry
        ? `${entry.name}: ${entry.result.outcome}: ${entry.result.reason?.replaceAll(repository, '<here>').trim() ?? ''}`
        : entry.name,
    )
    expect(said).toMatchInlineSnapshot(`
      [
        "asserts: failed: Failed assertions:
      - A host must have a root file system.",
        "builds-not: failed: The option \`fake.switch' does not exist. Definition values:
      - In \`<here>/fixtures/deploy/broken/infra.nix, via option nixos.hosts.builds-not.configuration': true

      Did you mean \`fake.onBoot' or \`fake.onTest'?",
        "fails: failed: no name for it",
        "waits: failed: the input \`names.first' of the host \`waits' is known only after the apply",
        "works: deployed: ",
      ]
    `)
    const places = events.flatMap(event =>
      event.type === 'diagnostic'
        ? [`${event.diagnostic.code} ${event.diagnostic.labels[0]?.position.line ?? ''}`]
        : [],
    )
    expect(places.sort()).toMatchInlineSnapshot(`
      [
        "host-input-unknown 31",
        "module-assertion 99",
        "module-unknown-option 23",
        "nix-throw 24",
      ]
    `)
  })

  it('wait for an input until Terraform knows it', async () => {
    const known = (after: unknown) => ({
      output_changes: { terrane_inputs_waits: { actions: ['create'], after } },
    })
    const { manifest, compile } = await fixtureHosts('broken')
    const planned = (after: unknown) => plannedHosts(['waits', 'works'], manifest, compile, known(after))
    expect(await planned({ sensitive: {}, values: { names: {} } })).toMatchObject([
      { name: 'waits', waits: ['inputs.names.first'] },
      { name: 'works', waits: [], system: {} },
    ])
    const [waits] = await planned({ sensitive: {}, values: { names: { first: 'adam' } } })
    expect(waits!.system!.output).toContain('nixos-system-adam')
  })

  it('are refused a sensitive input, at its line', async () => {
    const value = { values: { names: { first: 'poison' } }, sensitive: { 'names.first': true } }
    const hosts = await fixtureHosts('broken', {
      outputs: { terrane_inputs_waits: { sensitive: true, value } },
    })
    const { events } = await deploy(hosts)
    const [found] = events.flatMap(event =>
      event.type === 'diagnostic' && event.diagnostic.code === 'host-sensitive-input'
        ? [event.diagnostic]
        : [],
    )
    expect(found).toMatchObject({
      message: "the host 'waits' is given inputs.names.first, which Terraform calls sensitive",
      labels: [{ position: { line: 31 } }],
    })
    expect(JSON.stringify(events)).not.toContain('poison')
  })
})
