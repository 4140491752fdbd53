import { expect, it } from 'vitest'
import { selectHosts } from '../../../src/nixos/fleet/select.js'
import { complaint } from '../../support/diagnostics.js'

const hosts = {
  web1: { tags: ['production', 'front'] },
  web2: { tags: ['front'] },
  db: { tags: ['production'] },
}

it.each([
  [[], ['web1', 'web2', 'db']],
  [['db'], ['db']],
  [['web*'], ['web1', 'web2']],
  [['web?,db'], ['web1', 'web2', 'db']],
  [['tag:production'], ['web1', 'db']],
  [
    ['tag:front', 'db'],
    ['web1', 'web2', 'db'],
  ],
])('--on %j means %j', (patterns, names) => expect(selectHosts(hosts, patterns)).toEqual(names))

it('a host or a tag that is not there is told with those that are', async () => {
  const said = [
    await complaint(() => selectHosts(hosts, ['wbe1'])),
    await complaint(() => selectHosts(hosts, ['tag:prodution'])),
    await complaint(() => selectHosts(hosts, ['mail*'])),
  ]
  expect(said.join('')).toMatchInlineSnapshot(`
    "error[host-unknown]: there is no host 'wbe1'
      the hosts are web1, web2, db
      hint: did you mean web1?
    error[host-unknown]: no host has the tag 'prodution'
      the tags are front, production
      hint: did you mean production?
    error[host-unknown]: there is no host 'mail*'
      the hosts are web1, web2, db
    "
  `)
})
