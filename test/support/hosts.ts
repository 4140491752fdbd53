/** Deployments without a host: operations that note what they are asked, and the hosts of fixtures. */
import { cpSync } from 'node:fs'
import { join } from 'node:path'
import type { Machine } from '../../src/nixos/bootstrap/machine.js'
import type { HostDeployment, HostOutcome, HostResult, HostState } from '../../src/nixos/deployment.js'
import type { HostOperations } from '../../src/nixos/operations.js'
import type { Outputs } from '../../src/nixos/resolve/outputs.js'
import { compile } from '../../src/project/compile.js'
import { hostsOfProject, type ProjectHosts } from '../../src/project/deploy/hosts-of-project.js'
import { compileOptions, type Settings, temporaryFolder } from './compile.js'
import { repository } from './nix.js'

export interface FakeHosts extends HostOperations {
  /** What was asked, in order: `deploy web`. */
  readonly asked: readonly string[]
  readonly deployments: readonly HostDeployment[]
}

export interface FakeBehaviour {
  readonly outcomes?: Readonly<Record<string, HostOutcome>>
  readonly states?: Readonly<Record<string, HostState>>
  /** What is not NixOS; what is installed becomes it. */
  readonly machines?: Record<string, Machine>
}

/** Hosts where everything is done as it should be, unless it is said otherwise. */
export const fakeHosts = ({ outcomes = {}, states = {}, machines = {} }: FakeBehaviour = {}): FakeHosts => {
  const asked: string[] = []
  const deployments: HostDeployment[] = []
  const resultOf = (name: string): HostResult => ({
    name,
    outcome: outcomes[name] ?? 'deployed',
    ...(outcomes[name] === undefined ? {} : { reason: 'as the test wants it', hint: `terrane ssh ${name}` }),
    newlyFailedUnits: [],
    keysChanged: [],
    roundTrips: 7,
    seconds: 0.5,
  })
  return {
    asked,
    deployments,
    deploy: async (deployment, { approve, emit }) => {
      const { name } = deployment
      if (approve !== undefined && !(await approve()))
        return { ...resultOf(name), outcome: 'failed', reason: 'not approved' }
      asked.push(`deploy ${name}`)
      deployments.push(deployment)
      const { name: _, ...summary } = resultOf(name)
      emit({ type: 'host_result', host: name, ...summary })
      return resultOf(name)
    },
    read: async ({ name }) => {
      asked.push(`read ${name}`)
      return states[name] ?? {}
    },
    probe: async ({ name }) => {
      asked.push(`probe ${name}`)
      return machines[name] ?? { kind: 'nixos' }
    },
    install: async ({ name, connection }) => {
      asked.push(`install ${name} as ${connection.user}`)
      delete machines[name]
    },
    copy: async ({ name }) => {
      asked.push(`copy ${name}`)
    },
    rollback: async ({ name }, to) => {
      asked.push(`rollback ${name} ${to ?? ''}`.trim())
      return { ...resultOf(name), outcome: 'deployed' }
    },
    resume: async ({ name }) => {
      asked.push(`resume ${name}`)
      return resultOf(name)
    },
    execute: async ({ name }, words) => {
      asked.push(`execute ${name}: ${words.join(' ')}`)
      return outcomes[name] === 'failed'
        ? { status: 3, stdout: '', stderr: 'no\n' }
        : { status: 0, stdout: `${words.join(' ')}\n`, stderr: '' }
    },
    diff: async ({ closure }) => ({
      from: '/nix/store/old',
      to: closure,
      added: [{ name: 'nginx', versions: ['1.27'] }],
      removed: [],
      changed: [{ name: 'linux', from: ['6.11'], to: ['6.12'] }],
      bytesBefore: 2048,
      bytesAfter: 3 * 1024 ** 2,
    }),
    keys: {
      push: async ({ name, keys }) => {
        asked.push(`push ${name}`)
        return keys.map(key => key.name)
      },
      check: async () => [],
    },
    shell: async ({ name }) => ({ words: ['echo', name], close: () => asked.push(`close ${name}`) }),
  }
}

/** A copy of a project of fixtures/deploy in a folder, with what it imports where it looks for it. */
export const deployProject = (folder: string, name: string): string => {
  const parts = [`fixtures/deploy/${name}`, 'fixtures/nixpkgs', 'nix/lib', 'test/nixos/bench/shims']
  for (const part of parts) cpSync(join(repository, part), join(folder, part), { recursive: true })
  return join(folder, 'fixtures', 'deploy', name)
}

/** The hosts of a project in fixtures/deploy, as a deployment has them. */
export const fixtureHosts = async (
  name: string,
  { outputs = {}, ...settings }: Settings & { readonly outputs?: Outputs } = {},
): Promise<ProjectHosts> => {
  const workFolder = temporaryFolder()
  const options = compileOptions(join(repository, 'fixtures', 'deploy', name, 'infra.nix'), {
    workFolder,
    ...settings,
  })
  const { manifest, text } = await compile(options, () => {})
  const project = {
    folder: { path: workFolder, entries: [] },
    entries: options.entries,
    text,
    facts: {} as never,
    manifest: manifest!,
  }
  return await hostsOfProject(project, options, Object.keys(manifest!.hosts), outputs)
}
