/** The hosts of one apply: which, what they will run, and their deployment. */
import type { FleetEntry } from '../../nixos/fleet/report.js'
import { selectHosts } from '../../nixos/fleet/select.js'
import type { DeployManifest } from '../../nixos/manifest.js'
import type { HostOperations } from '../../nixos/operations.js'
import type { DriveContext } from '../../terraform/driver/context.js'
import type { Plan, PlanOptions } from '../../terraform/driver/plan.js'
import type { PrepareOptions } from '../compile-options.js'
import type { Prepared } from '../prepare.js'
import type { EvaluatedSystem } from '../systems.js'
import {
  appliedHosts,
  compileAgain,
  deployPhase,
  deploys,
  hostsAfter,
  planHosts,
  systemsOf,
} from './after-apply.js'
import type { DeployOptions, DeploySurroundings } from './deploy-hosts.js'
import type { PlannedHost } from './plan-hosts.js'

export interface HostsAsked {
  /** Patterns of names and tags; all hosts without one. */
  readonly on?: readonly string[]
  /** How many at once, and when to stop; made of the names of those that are meant, where there are any. */
  readonly options: (names: readonly string[]) => DeployOptions
  /** How the project is compiled, for the systems that are evaluated. */
  readonly prepare: PrepareOptions
  readonly operations: () => Promise<HostOperations>
  /** The private key to log in with, for hosts that name none: an absolute path. */
  readonly identityFile?: string
  /** Who is asked before a host is changed, and before its disks are erased. Absent: nobody. */
  readonly approvals?: (
    interrupt: AbortSignal | undefined,
  ) => Pick<DeploySurroundings, 'approve' | 'approveErasing'>
}

/** For unattended runs: hosts are changed unasked, but nobody's disks are erased. */
export const unattended: NonNullable<HostsAsked['approvals']> = () => ({ approveErasing: async () => false })

export interface HostsOfApply {
  /** Before anything is changed. Throws where a configuration does not evaluate. */
  readonly plan: (context: DriveContext, made: Plan) => Promise<readonly PlannedHost[]>
  /** Once it is applied. */
  readonly deploy: (context: DriveContext) => Promise<readonly FleetEntry[]>
}

/** The hosts that an apply with the options `how` deploys. Throws `host-unknown`. */
export const hostsOfApply = (project: Prepared, asked: HostsAsked, how: PlanOptions): HostsOfApply => {
  const { on = [], identityFile, prepare, approvals } = asked
  const manifest = project.manifest && withIdentity(project.manifest, identityFile)
  const chosen = new Set(selectHosts(manifest?.hosts ?? {}, on))
  const names = deploys(how) ? hostsAfter(project).filter(name => chosen.has(name)) : []
  if (manifest === undefined || names.length === 0) return { plan: async () => [], deploy: async () => [] }
  const deploying = { project: { ...project, manifest }, compile: compileAgain(project, prepare) }
  const options = asked.options(names)
  let evaluated: Readonly<Record<string, EvaluatedSystem>> = {}
  return {
    plan: async (context, made) => {
      const planned = await planHosts(names, deploying, context, made)
      evaluated = systemsOf(planned)
      return planned
    },
    deploy: async context =>
      await deployPhase(names, options, await appliedHosts(names, deploying, context), {
        operations: await asked.operations(),
        emit: context.emit,
        evaluated,
        ...(context.interrupt === undefined ? {} : { signal: context.interrupt }),
        ...(context.interruptAgain === undefined ? {} : { leave: context.interruptAgain }),
        ...approvals?.(context.interrupt),
      }),
  }
}

/** The manifest with a private key for each host that has none. */
const withIdentity = (manifest: DeployManifest, identityFile: string | undefined): DeployManifest => {
  if (identityFile === undefined) return manifest
  const given = Object.entries(manifest.hosts).map(([name, host]) => {
    const { target } = host
    const has = target.identity !== null || target.identityFile !== null
    return [name, has ? host : { ...host, target: { ...target, identityFile } }] as const
  })
  return { ...manifest, hosts: Object.fromEntries(given) }
}
