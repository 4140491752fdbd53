import type { DescribedHost } from '../described-host.js'
import type { Complain, HostProblem } from './problem.js'
import { isUser } from './target.js'

/** How it becomes NixOS: nixos-anywhere is given a system that is built here, and the program that partitions its disks. */
export const checkBootstrap = (
  { bootstrap, evaluate, build, systems }: DescribedHost,
  complain: Complain,
): readonly HostProblem[] => {
  if (bootstrap?.method !== 'nixos-anywhere') return []
  const problems: HostProblem[] = []
  const needs = (option: string, what: string, hint: string) =>
    problems.push(complain([option], `is to be installed by nixos-anywhere, ${what}`, hint))
  if (evaluate === 'target')
    needs(
      'evaluate',
      'and would have to evaluate its system before',
      'leave it to this machine: evaluate = "local";',
    )
  if (build === 'target')
    needs(
      'build',
      'and would have to build its system before',
      'build here, or by the URL of a store that builds',
    )
  if (systems[0]?.kind === 'closure')
    needs(
      'closure',
      'and its closure does not say how its disks are to be partitioned',
      'set configuration or flake, with disko in it',
    )
  if (bootstrap.user !== null && !isUser(bootstrap.user))
    problems.push(complain(['install', 'user'], `has '${bootstrap.user}' for a user`))
  return problems
}
