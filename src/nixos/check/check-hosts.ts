/** Whether hosts make sense: what the types of their options can't say. */
import type { DescribedHost, DescribedHosts } from '../described-host.js'
import { targetOutput } from '../output-names.js'
import { checkBootstrap } from './bootstrap.js'
import { checkKeys } from './keys.js'
import { checkOrder } from './order.js'
import { type Complain, complainOf, type HostProblem, type HostSurroundings } from './problem.js'
import { checkSystem } from './system.js'
import { checkTarget } from './target.js'

/** Everything that is wrong, in the order of the hosts' names. */
export const checkHosts = (hosts: DescribedHosts, surroundings: HostSurroundings): readonly HostProblem[] => [
  ...Object.entries(hosts).flatMap(([name, host]) => {
    const complain = complainOf(name)
    return [
      ...checkName(name, hosts, complain),
      ...checkTarget(host.target, surroundings, complain),
      ...checkSystem(host, complain),
      ...checkBootstrap(host, complain),
      ...checkKeys(host.keys, surroundings, complain),
      ...checkNeighbours(host, hosts, complain),
    ]
  }),
  ...checkOrder(hosts),
]

const checkName = (name: string, hosts: DescribedHosts, complain: Complain): readonly HostProblem[] => {
  if (!/^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(name))
    return [
      complain(
        [],
        'has a name that can be no name of a host',
        'use letters, digits, dots, hyphens, underscores',
      ),
    ]
  const twin = Object.keys(hosts).find(other => other < name && targetOutput(other) === targetOutput(name))
  return twin === undefined
    ? []
    : [complain([], `has the same outputs in Terraform as the host '${twin}'`, 'give one another name')]
}

const checkNeighbours = (
  host: DescribedHost,
  hosts: DescribedHosts,
  complain: Complain,
): readonly HostProblem[] =>
  (['after', 'nodes'] as const).flatMap(option =>
    (host[option] ?? [])
      .filter(other => !Object.hasOwn(hosts, other))
      .map(other =>
        complain([option], `names '${other}' in \`${option}', and there is no such host`, known(hosts)),
      ),
  )

const known = (hosts: DescribedHosts): string => `the hosts are ${Object.keys(hosts).join(', ')}`
