/** `trigger = "terraform"`: a real Terraform deploys a host of the bench as part of its graph. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/compile.js'
import { deployProject } from '../support/hosts.js'
import { hasTerraform, nixConfig, repository } from '../support/nix.js'
import { type BenchHost, benchHost } from './bench/host.js'
import { targetOf } from './bench/project.js'
import { hasBench } from './bench/requirements.js'
import { oldSystem } from './bench/scene.js'

describe.skipIf(!hasBench || !hasTerraform)('a host that Terraform deploys', () => {
  let host: BenchHost
  let folder: string

  beforeAll(async () => {
    host = await benchHost(oldSystem())
    folder = deployProject(temporaryFolder(), 'hook')
    writeFileSync(join(folder, 'host.json'), JSON.stringify(targetOf(host)))
  })
  afterAll(() => host?.remove())

  const start = (...args: readonly string[]) => {
    const child = spawn(process.execPath, [join(repository, 'dist', 'cli.cjs'), ...args], {
      cwd: folder,
      env: { ...process.env, NIX_CONFIG: nixConfig, CHECKPOINT_DISABLE: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let text = ''
    child.stdout.on('data', chunk => {
      text += chunk
    })
    child.stderr.on('data', chunk => {
      text += chunk
    })
    return { child, ended: once(child, 'close').then(([status]) => ({ status, text })) }
  }
  const apply = () => start('apply', '--auto-approve').ended
  const activations = () =>
    host
      .run('cat /var/log/switches 2>/dev/null || true')
      .split('\n')
      .filter(line => line.startsWith('test')).length
  const etc = () => host.run('cat /run/current-system/etc')

  it('is deployed once, before what waits for it', async () => {
    const { status, text } = await apply()
    expect(text).toContain('terraform_data.after: created')
    expect(status).toBe(0)
    expect(activations()).toBe(1)
    expect(JSON.parse(etc())).toEqual({ address: host.address })
    expect(host.run('cat /var/lib/app/password')).toBe('POISON-hook')
    // Neither the output nor a file of ours has the secret; Terraform's state has, as always.
    expect(text).not.toContain('POISON')
    const hooks = join(folder, '.terrane', 'hooks', 'web')
    expect(readdirSync(hooks)).toEqual(['exit', 'output.txt'])
    expect(readFileSync(join(hooks, 'output.txt'), 'utf8')).not.toContain('POISON')
    expect(readFileSync(join(folder, 'terrane.deploy.json'), 'utf8')).not.toContain('POISON')
  })

  it('is left alone where nothing has changed', async () => {
    const { status, text } = await apply()
    expect(text).not.toContain('terrane_deploy_web')
    expect(status).toBe(0)
    expect(activations()).toBe(1)
    // Only where it is named.
    expect((await start('deploy', '--auto-approve').ended).text).toContain('is deployed by Terraform')
  })

  it('is deployed to its end where Terraform is interrupted', async () => {
    writeFileSync(
      join(folder, 'more.nix'),
      '{ environment.etc.more = "x"; fake.onTest = "touch /run/begun; sleep 3"; }\n',
    )
    const { child, ended } = start('apply', '--auto-approve')
    while (!existsSync(`/proc/${child.pid}`) || !host.holds('test -e /run/begun')) await sleep(50)
    child.kill('SIGINT')
    expect((await ended).status).not.toBe(0)
    for (
      let waited = 0;
      waited < 200 &&
      !host.holds(
        'grep -q ^boot /var/log/switches && ! test -e /var/lib/terrane/lock && grep -q more /nix/var/nix/profiles/system/etc',
      );
      waited++
    )
      await sleep(100)
    expect(JSON.parse(etc())).toMatchObject({ more: 'x' })
    expect(host.run('readlink -f /nix/var/nix/profiles/system')).toBe(
      host.run('readlink -f /run/current-system'),
    )
    // The next apply finds it done.
    const again = await apply()
    expect(again.status).toBe(0)
    expect(activations()).toBe(2)
  })
})
