import { expect, it } from 'vitest'
import { deployHost } from '../../src/nixos/deploy/deploy-host.js'
import { run } from '../../src/process/run.js'
import { benchHost } from './bench/host.js'
import { system } from './bench/systems.js'
it('deploys', async () => {
  const old = system({ label: 'old-1.0' })
  const host = await benchHost(old)
  try {
    const result = await deployHost({
      name: 'web', connection: host.connection, closure: system({ label: 'new-1.0' }), built: 'local', action: 'switch', reboot: false, keys: [],
      health: { http: [], tcp: [], command: [], units: [], timeoutSeconds: 1 }, rollback: { automatic: true, timeoutSeconds: 4 }, keep: 3,
    }, { run, env: process.env, owner: 'a@b', emit: e => console.log(JSON.stringify(e)), patienceSeconds: 5 })
    console.log(result)
    console.log(host.run('cat /var/log/switches; ls -la /nix/var/nix/profiles /var/lib/terrane /var/lib/terrane/deployments/* /nix/var/nix/gcroots/terrane; cat /var/lib/terrane/log'))
  } finally { await host.remove() }
})
