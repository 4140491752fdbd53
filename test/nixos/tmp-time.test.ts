import { loadavg } from 'node:os'
import { it } from 'vitest'
import { type BenchHost, benchHost } from './bench/host.js'
import { benchProject } from './bench/project.js'
import { oldSystem } from './bench/scene.js'

it('time', async () => {
  process.env.TOKEN = 'x'
  const hosts: Record<string, BenchHost> = {}
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'])
    hosts[name] = await benchHost(oldSystem())
  try {
    const project = benchProject(hosts)
    const timed = async (...args: readonly string[]) => {
      const t = performance.now()
      const r = await project.terrane(...args)
      console.log(
        loadavg()[0],
        args.join(' '),
        r.status,
        ((performance.now() - t) / 1000).toFixed(2),
        r.out.split('\n').at(-2),
      )
      if (r.status !== 0) console.log(r.err, r.out)
    }
    project.write('common.nix', '{ environment.etc.x = "0"; }')
    await timed('deploy', '--auto-approve')
    for (const n of ['1', '2']) {
      project.write('common.nix', `{ environment.etc.x = "${n}"; fake.onTest = "sleep 2"; }`)
      await timed('deploy', '--auto-approve', '--on', 'a')
      await timed('deploy', '--auto-approve', '--on', 'a')
      await timed('deploy', '--auto-approve', '--on', 'b,c,d,e,f,g,h,i,j')
      await timed('deploy', '--auto-approve')
    }
    project.write('common.nix', `{ environment.etc.x = "9"; fake.onTest = "sleep 2"; }`)
    await timed('deploy', '--auto-approve')
  } finally {
    for (const host of Object.values(hosts)) await host.remove()
  }
}, 400_000)
