/** The hosts of an unattended run: what a deployment after an apply does, with nobody to ask. */
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import type { FleetEntry } from '../../nixos/fleet/report.js'
import { selectHosts } from '../../nixos/fleet/select.js'
import type { DeployManifest } from '../../nixos/manifest.js'
import type { HostOperations } from '../../nixos/operations.js'
import type { DriveContext } from '../../terraform/driver/context.js'
import type { PlannedChange } from '../../terraform/driver/messages.js'
import type { Plan, PlanOptions } from '../../terraform/driver/plan.js'
import type { PrepareOptions } from '../compile-options.js'
import {
  appliedHosts,
  compileAgain,
  deployPhase,
  deploys,
  hostsAfter,
  planHosts,
  systemsOf,
} from '../deploy/after-apply.js'
import { deployError } from '../deploy/deploy-error.js'
import type { DeployOptions } from '../deploy/deploy-hosts.js'
import { forgetReplaced } from '../deploy/forget-replaced.js'
import { knownHostsPath, manifestOfProject } from '../deploy/hosts-of-project.js'
import type { Prepared } from '../prepare.js'
import type { EvaluatedSystem } from '../systems.js'

export interface ProvisionDeploy {
  /** Patterns of names and tags; all hosts without one. */
  readonly on: readonly string[]
  /** How many at once, and when to stop; made of the names of those that are meant. */
  readonly options: (names: readonly string[]) => DeployOptions
  /** How the project is compiled, for the systems that are evaluated. */
  readonly prepare: PrepareOptions
  readonly operations: () => Promise<HostOperations>
  /** The private key to log in with, for hosts that name none: an absolute path. */
  readonly identityFile?: string
}

export interface HostsToDo {
  readonly plan: (context: DriveContext, made: Plan) => Promise<void>
  readonly deploy: (
    context: DriveContext,
    changes: readonly Pick<PlannedChange, 'address' | 'action'>[],
  ) => Promise<readonly FleetEntry[]>
  readonly errorOf: (entries: readonly FleetEntry[], context: DriveContext) => TerraneError | undefined
}

/** The hosts that are to be deployed after an apply with `plan`. Throws `host-unknown`. */
export const hostsToDo = (project: Prepared, deploy: ProvisionDeploy, plan: PlanOptions): HostsToDo => {
  const manifest = withIdentity(manifestOfProject(project), deploy.identityFile)
  const deploying = {
    project: { ...project, manifest },
    compile: compileAgain(project, deploy.prepare),
  }
  const chosen = new Set(selectHosts(manifest.hosts, deploy.on))
  const names = deploys(plan) ? hostsAfter(project).filter(name => chosen.has(name)) : []
  const options = deploy.options(names)
  let evaluated: Readonly<Record<string, EvaluatedSystem>> = {}
  return {
    plan: async (context, made) => {
      evaluated = systemsOf(await planHosts(names, deploying, context, made))
    },
    deploy: async (context, changes) => {
      forgetReplaced(manifest, changes, knownHostsPath(context.folder), context.emit)
      if (names.length === 0) return []
      return await deployPhase(names, options, await appliedHosts(names, deploying, context), {
        operations: await deploy.operations(),
        emit: context.emit,
        evaluated,
        ...(context.interrupt === undefined ? {} : { signal: context.interrupt }),
      })
    },
    errorOf: (entries, { interrupt }) =>
      interrupt?.aborted
        ? failure('interrupted', 'interrupted while hosts were deployed')
        : deployError(entries),
  }
}

/** The manifest with a private key for each host that has none. */
const withIdentity = (manifest: DeployManifest, identityFile: string | undefined): DeployManifest =>
  identityFile === undefined
    ? manifest
    : {
        ...manifest,
        hosts: Object.fromEntries(
          Object.entries(manifest.hosts).map(([name, { target, ...host }]) => [
            name,
            {
              ...host,
              target:
                target.identity === null && target.identityFile === null
                  ? { ...target, identityFile }
                  : target,
            },
          ]),
        ),
      }
