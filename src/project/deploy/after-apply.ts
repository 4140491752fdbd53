/** An apply's second half: the hosts, whose addresses and inputs Terraform knows now. */
import { stopwatch } from '../../contracts/stopwatch.js'
import type { FleetEntry } from '../../nixos/fleet/report.js'
import type { DeployManifest } from '../../nixos/manifest.js'
import type { DriveContext } from '../../terraform/driver/context.js'
import { readStateOutputs } from '../../terraform/driver/output.js'
import type { Plan, PlanOptions } from '../../terraform/driver/plan.js'
import { readPlan } from '../../terraform/driver/plan-document.js'
import type { CompileOptions, PrepareOptions } from '../compile-options.js'
import type { Prepared } from '../prepare.js'
import type { EvaluatedSystem } from '../systems.js'
import { type DeployOptions, type DeploySurroundings, deployHosts } from './deploy-hosts.js'
import { hostsOfProject, needTerraform, type ProjectHosts } from './hosts-of-project.js'
import { type PlannedHost, plannedHosts } from './plan-hosts.js'

/** A project, and how its modules are evaluated once more. */
export interface Deploying {
  readonly project: Prepared
  readonly compile: CompileOptions
}

/** How the modules of a project are evaluated once more, for what its manifest does not have. */
export const compileAgain = (
  project: Prepared,
  { files: _, workdir: __, ...options }: PrepareOptions,
): CompileOptions => {
  const { entries, folder } = project
  const stack = folder.stack === undefined ? {} : { stack: folder.stack }
  return { ...options, ...stack, entries, workFolder: folder.path }
}

/** Whether an apply deploys: not where it only looks, takes down, or is about some resources. */
export const deploys = ({ mode, targets }: PlanOptions): boolean => mode === 'normal' && targets.length === 0

/** Hosts that an apply deploys itself, once Terraform is done. */
export const hostsAfter = ({ manifest }: Prepared): readonly string[] =>
  Object.entries(manifest?.hosts ?? {}).flatMap(([name, { trigger }]) => (trigger === 'driver' ? [name] : []))

/**
 * Before anything is changed: says of each host what it will run, or what that waits for. Throws where a configuration does
 * not evaluate.
 */
export const planHosts = async (
  names: readonly string[],
  { project: { manifest }, compile }: Deploying,
  context: DriveContext,
  made: Plan,
): Promise<readonly PlannedHost[]> => {
  if (manifest === undefined || names.length === 0) return []
  const known = readySystems(names, manifest)
  const open = names.filter(name => !Object.hasOwn(known, name))
  const document = needTerraform(manifest, open) ? await readPlan(context, made.file) : {}
  const signal = context.interrupt === undefined ? {} : { signal: context.interrupt }
  const evaluated = await plannedHosts(open, manifest, { ...compile, ...signal }, document)
  const planned = names.map(
    name => evaluated.find(host => host.name === name) ?? { name, system: known[name]!, waits: [] },
  )
  for (const { name, system, waits } of planned)
    context.emit({
      type: 'planned_host',
      host: name,
      waits,
      ...(system === undefined ? {} : { system: system.output }),
    })
  return planned
}

/** Once it is applied: the hosts with what Terraform knows of them. */
export const appliedHosts = async (
  names: readonly string[],
  { project, compile }: Deploying,
  context: DriveContext,
): Promise<ProjectHosts> => {
  const outputs = needTerraform(project.manifest!, names) ? await readStateOutputs(context) : {}
  return await hostsOfProject(project, compile, names, outputs)
}

/** Systems that need no evaluation: the project names what is built. */
export const readySystems = (
  names: readonly string[],
  { hosts }: DeployManifest,
): Readonly<Record<string, EvaluatedSystem>> =>
  Object.fromEntries(
    names.flatMap(name => {
      const { system } = hosts[name]!
      return system.kind === 'closure' ? [[name, { derivation: null, output: system.path }]] : []
    }),
  )

/** The systems of hosts that are known by now. */
export const systemsOf = (planned: readonly PlannedHost[]): Readonly<Record<string, EvaluatedSystem>> =>
  Object.fromEntries(planned.flatMap(({ name, system }) => (system === undefined ? [] : [[name, system]])))

/** Deploys, as a phase of its own; what has become of each host. */
export const deployPhase = async (
  names: readonly string[],
  options: DeployOptions,
  hosts: ProjectHosts,
  surroundings: DeploySurroundings,
): Promise<readonly FleetEntry[]> => {
  const { emit } = surroundings
  emit({ type: 'phase_start', phase: 'deploy', message: `deploy ${names.join(', ')}` })
  const seconds = stopwatch()
  const entries = await deployHosts(names, options, hosts, {
    ...surroundings,
    evaluated: { ...readySystems(names, hosts.manifest), ...surroundings.evaluated },
  })
  emit({ type: 'phase_end', phase: 'deploy', seconds: seconds() })
  return entries
}
