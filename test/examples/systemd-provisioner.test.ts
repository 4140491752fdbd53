/** The life of examples/systemd-provisioner: the unit of the NixOS system, started with an AWS that is played. */
import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/compile.js'
import { flakeInputs, nixOutput, projectFolder, withInputs } from '../support/flake.js'
import { hasGit, hasNix, hasTerraform, repository } from '../support/nix.js'
import { offlineProviders } from '../support/offline-providers.js'
import { execStart, settingsOf } from '../support/systemd-unit.js'

const ready = hasNix && hasGit && hasTerraform
if (!ready) console.warn('nix, git or terraform is missing: examples/systemd-provisioner is not run')

const read = (name: string) => readFileSync(join(repository, 'examples', 'systemd-provisioner', name), 'utf8')

const systemUnit = async (): Promise<string> => {
  const system = JSON.parse(
    await nixOutput(['eval', '--impure', '--json', '--expr', 'builtins.currentSystem']),
  )
  const folder = projectFolder({
    'flake.nix': withInputs(read('flake.nix'), flakeInputs()).replace('x86_64-linux', system),
    'infra.nix': read('infra.nix'),
  })
  // As a package of its own, so that what the unit names is built.
  const expression = `
    let flake = builtins.getFlake "git+file://${folder}"; in
    flake.inputs.nixpkgs.legacyPackages.${system}.writeText "unit"
      flake.nixosConfigurations.myserver.config.systemd.units."terrane-aws-infra.service".text`
  await nixOutput(['flake', 'lock'], folder)
  const [built] = JSON.parse(
    await nixOutput(['build', '--json', '--no-link', '--impure', '--expr', expression]),
  )
  return readFileSync(built.outputs.out, 'utf8')
}

describe.skipIf(!ready)('examples/systemd-provisioner', () => {
  it('takes a third of the lines of the post that it is about', () => {
    const lines = ['flake.nix', 'infra.nix'].flatMap(name =>
      read(name)
        .split('\n')
        .filter(line => line.trim() !== ''),
    )
    expect(lines.length).toBeLessThanOrEqual(198 / 3)
  })

  it('makes the machine and its network at the first boot, and nothing at the second', async () => {
    const providers = await offlineProviders({ aws: { data: { aws_ami: { id: 'ami-25.05' } } } })
    const unit = await systemUnit()
    expect(settingsOf(unit, 'LoadCredential')).toEqual(['aws:/home/me/.aws/credentials'])
    const places = { state: temporaryFolder(), cache: temporaryFolder() }
    const { words, env } = execStart(unit, places)
    const credentials = temporaryFolder()
    writeFileSync(join(credentials, 'aws'), '[default]\n')
    const folder = join(places.state, 'terrane-aws-infra')
    mkdirSync(folder)
    const boot = () =>
      new Promise<{ status: number | null; out: string }>(resolve => {
        const child = spawn(words[0]!, words.slice(1), {
          cwd: folder,
          env: {
            ...env,
            ...providers.environment,
            PATH: `${env.PATH}:/usr/local/bin:/usr/bin:/bin`,
            CREDENTIALS_DIRECTORY: credentials,
          },
          stdio: ['ignore', 'pipe', 'pipe'],
        })
        let out = ''
        for (const stream of [child.stdout, child.stderr])
          stream.on('data', chunk => {
            out += chunk
          })
        child.on('close', status => resolve({ status, out }))
      })
    const first = await boot()
    expect([first.status, first.out]).toEqual([0, expect.stringContaining('aws-infra: 9 added')])
    expect(providers.cloud.list('aws_instance')).toMatchObject([{ values: { ami: 'ami-25.05' } }])
    const second = await boot()
    expect([second.status, second.out]).toEqual([0, expect.stringContaining('nothing to change')])
  })
})
