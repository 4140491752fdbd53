/** What is written down of an unattended run that did not come to its end. */
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { DiagnosticCode } from '../../../src/contracts/codes.js'
import { failure } from '../../../src/contracts/diagnostic.js'
import type { HostOperations } from '../../../src/nixos/operations.js'
import { prepareArtefact } from '../../../src/project/provision/artefact.js'
import { provision, provisionStatus } from '../../../src/project/provision/provision.js'
import { temporaryFolder } from '../../support/compile.js'
import { fakeHosts, fixtureHosts } from '../../support/hosts.js'
import { hasNix, hasTerraform } from '../../support/nix.js'
import { scratch } from '../../support/scratch.js'

const how = { mode: 'normal', variables: [], variableFiles: [], targets: [], replace: [] } as const

const reportOf = async (code: DiagnosticCode): Promise<unknown> => {
  const report = join(scratch(), 'report.json')
  const failing = async () => {
    throw failure(code, 'as the test wants it')
  }
  const run = provision(failing, {
    cwd: '/',
    emit: () => {},
    name: 'web',
    plan: how,
    planOnly: false,
    allowed: { destroy: false, tainted: false },
    report,
  })
  await expect(run).rejects.toThrow('as the test wants it')
  if (!existsSync(report)) return undefined
  const { outcome, status, errors } = JSON.parse(readFileSync(report, 'utf8'))
  return [outcome, status, errors.map((error: { readonly code: string }) => error.code)]
}

describe('the report of an unattended run', () => {
  it('tells what was stopped from what went wrong', async () => {
    expect(await reportOf('interrupted')).toEqual(['interrupted', 130, ['interrupted']])
    // tofu/terraform goes on without us.
    expect(await reportOf('detached')).toEqual(['interrupted', 130, ['detached']])
    expect(await reportOf('destroy-refused')).toEqual(['refused', 6, ['destroy-refused']])
    expect(await reportOf('deploy-partial')).toEqual(['failed', 5, ['deploy-partial']])
  })

  it.skipIf(!hasNix || !hasTerraform)('tells what became of hosts when it was interrupted', async () => {
    const folder = temporaryFolder()
    const report = join(folder, 'report.json')
    const closure = execFileSync('nix-store', ['--add', import.meta.filename], { encoding: 'utf8' }).trim()
    const hosts = await fixtureHosts('five')
    const { a, b } = hosts.manifest.hosts
    const built = { system: { kind: 'closure', path: closure } } as const
    const manifest = { version: 1, hosts: { a: { ...a!, ...built }, b: { ...b!, ...built } } } as const
    writeFileSync(join(folder, 'config.tf.json'), '{}')
    const stop = new AbortController()
    const fake = fakeHosts()
    const operations: HostOperations = {
      ...fake,
      deploy: async (deployment, context) => {
        stop.abort('SIGINT')
        return { ...(await fake.deploy(deployment, context)), outcome: 'rolled-back' }
      },
    }
    const given = { document: 'config.tf.json', name: 'web', workdir: 'state', cwd: folder, manifest }
    const run = provision(async () => prepareArtefact(given), {
      cwd: folder,
      emit: () => {},
      interruption: { signal: stop.signal, again: new AbortController().signal, stop: () => {} },
      name: 'web',
      plan: how,
      planOnly: false,
      allowed: { destroy: false, tainted: false },
      report,
      deploy: {
        options: () => ({ parallel: 1, reboot: false }),
        prepare: { ...hosts.compile, files: [] },
        operations: async () => operations,
      },
    })
    await expect(run).rejects.toThrow('interrupted while hosts were deployed')
    const written = JSON.parse(readFileSync(report, 'utf8'))
    expect(written).toMatchObject({
      outcome: 'interrupted',
      status: 130,
      hosts: [{ name: 'a' }, { name: 'b' }],
    })
    // The host that is prepared first is the one that is deployed first.
    const [begun, other] = fake.asked[0] === 'deploy a' ? written.hosts : [...written.hosts].reverse()
    expect(begun).toMatchObject({ done: false, outcome: 'rolled-back' })
    expect(other).toMatchObject({ done: false, outcome: 'skipped', reason: 'interrupted before it began' })
  })

  it('is left to whoever is at work', async () => {
    expect(await reportOf('work-folder-locked')).toBeUndefined()
    expect(provisionStatus(failure('work-folder-locked', ''))).toBe(75)
  })
})
