/**
 * A host that keeps infrastructure of its own: the unit that does so does not start in a system that may still be rolled
 * back, and is started when that is over. What the systems here do is what systemd does: the condition, then the unit.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { quoteForShell } from '../../src/process/shell-words.js'
import { repository } from '../support/nix.js'
import { hasBench } from './bench/requirements.js'
import { scene } from './bench/scene.js'
import { system } from './bench/systems.js'

const condition = join(repository, 'nix', 'library', 'nixos-module', 'unless-unconfirmed.sh')
// The host need not see the folder of this repository.
const asks = quoteForShell(['sh', '-c', readFileSync(condition, 'utf8'), 'sh', 'terrane-web.service'])
const start = (who: string) => `if ${asks}; then echo ${who} runs it >>/var/log/runs; fi`

/** A system whose activation starts the unit, as a switch to a changed configuration does. */
const keeping = (label: string): string => system({ label, onTest: `activate; ${start(label)}` })

const asked = 'grep -Fqx "systemctl start --no-block -- terrane-web.service" /var/log/systemctl'

describe.skipIf(!hasBench).concurrent('a unit that changes more than its host', () => {
  it('is started once the deployment is confirmed, and not before', () =>
    scene(async ({ host, deploy, at, settled }) => {
      let early: boolean | undefined
      at('confirm', () => {
        early = host.holds(asked)
      })
      const result = await deploy(keeping('keeping'))
      await settled()
      expect(result.outcome).toBe('deployed')
      expect(early).toBe(false)
      expect(host.holds('test -e /var/log/runs')).toBe(false)
      expect(host.holds(asked)).toBe(true)
      expect(host.run('ls /run/terrane/held')).toBe('')
      // Once it stands, nothing is in the way any more.
      host.run(start('confirmed'))
      expect(host.run('cat /var/log/runs')).toBe('confirmed runs it')
    }))

  it('has not run where the old system comes back, and is started in that', () =>
    scene(async ({ host, old, deploy, settled, expectOld }) => {
      const health = { http: [], tcp: [], command: [['false']], units: [], timeoutSeconds: 1 }
      const result = await deploy(keeping('unhealthy'), { health })
      await settled()
      expect(result.outcome).toBe('rolled-back')
      expectOld()
      expect(host.holds('test -e /var/log/runs')).toBe(false)
      expect(host.holds(asked)).toBe(true)
      expect(host.run('readlink -f /run/current-system')).toBe(old)
    }))
})
