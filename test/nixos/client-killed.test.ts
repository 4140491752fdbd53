/** The client dies, without a chance to say anything, at each step; nobody else looks. */
import { spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resumeHost } from '../../src/nixos/deploy/resume-host.js'
import type { HostDeployment } from '../../src/nixos/deployment.js'
import { deploymentText } from './bench/deployment-text.js'
import { hasBench } from './bench/requirements.js'
import { badSystem, goodSystem, scene } from './bench/scene.js'

const folder = mkdtempSync(join(tmpdir(), 'terrane-client-'))
const program = join(folder, 'client.mjs')

beforeAll(() =>
  build({
    entryPoints: [join(import.meta.dirname, 'bench', 'client.ts')],
    outfile: program,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  }),
)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Resolves to the signal that ended it. */
const deployAndDie = (deployment: HostDeployment, step: string): Promise<string | null> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [program, step], { stdio: ['pipe', 'ignore', 'inherit'] })
    child.on('error', reject)
    child.on('exit', (_, signal) => resolve(signal))
    child.stdin.end(deploymentText(deployment))
  })

describe.skipIf(!hasBench).concurrent('a host whose client is killed', () => {
  const soon = { rollback: { automatic: true, timeoutSeconds: 6 } }
  for (const step of ['connect', 'copy', 'compare', 'arm', 'activate', 'confirm'])
    it(`at the step ${step} runs its old system, and the next deployment succeeds`, () =>
      scene(async ({ deployment, deploy, settled, expectOld, expectNew }) => {
        const closure = badSystem('killed', 'activate; sleep 0.5')
        expect(await deployAndDie(deployment(closure, soon), step)).toBe('SIGKILL')
        await settled()
        expectOld()
        expect((await deploy(goodSystem())).outcome).toBe('deployed')
        expectNew(goodSystem())
      }))

  it('at the step commit runs the new system, and the next deployment has nothing to do', () =>
    scene(async ({ deployment, deploy, settled, expectNew }) => {
      expect(await deployAndDie(deployment(goodSystem()), 'commit')).toBe('SIGKILL')
      await settled()
      expectNew(goodSystem())
      expect((await deploy(goodSystem())).outcome).toBe('unchanged')
    }))

  it('and that waits for a confirmation gets it from whoever comes back in time', () =>
    scene(async ({ deployment, context, expectNew }) => {
      const patient = deployment(goodSystem(), { rollback: { automatic: true, timeoutSeconds: 40 } })
      expect(await deployAndDie(patient, 'confirm')).toBe('SIGKILL')
      expect((await resumeHost(patient, context())).outcome).toBe('deployed')
      expectNew(goodSystem())
    }))
})
