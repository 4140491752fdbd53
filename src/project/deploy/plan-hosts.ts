/** Before an apply: the systems of hosts, as far as what they are made from is known; what is not known is named. */
import { TerraneError } from '../../contracts/diagnostic.js'
import type { DeployManifest } from '../../nixos/manifest.js'
import { resolveInputs } from '../../nixos/resolve/inputs.js'
import type { Outputs } from '../../nixos/resolve/outputs.js'
import type { PlanDocument } from '../../terraform/driver/plan-document.js'
import type { CompileOptions } from '../compile-options.js'
import { isOnPath } from '../engine.js'
import { type EvaluatedSystem, evaluateSystems } from '../systems.js'

export interface PlannedHost {
  readonly name: string
  /** Absent where it is not known yet. */
  readonly system?: EvaluatedSystem
  /** What it waits for: `inputs.db.host`. Empty too where the host itself evaluates. */
  readonly waits: readonly string[]
}

/** Evaluates hosts with the outputs as a plan has them. Throws where a configuration is wrong. */
export const plannedHosts = async (
  names: readonly string[],
  manifest: DeployManifest,
  compile: CompileOptions,
  plan: PlanDocument,
): Promise<readonly PlannedHost[]> => {
  const outputs = plannedOutputs(plan)
  const inputs = Object.fromEntries(
    Object.entries(manifest.hosts).map(([name, host]) => [name, resolveInputs(host.inputs, outputs)]),
  )
  const local = names.filter(name => manifest.hosts[name]!.evaluate === 'local')
  const found = new Map<string, EvaluatedSystem>()
  const waiting = new Map<string, readonly string[]>()
  const errors: TerraneError[] = []
  const onSystem = (name: string, system: EvaluatedSystem | TerraneError) => {
    if (!(system instanceof Error)) found.set(name, system)
    else if (system.diagnostics[0].code === 'host-input-unknown')
      waiting.set(
        name,
        inputs[name]!.unknown.map(input => `inputs.${input}`),
      )
    else errors.push(system)
  }
  // Without Nix, the deployment itself says so.
  if (local.length > 0 && isOnPath('nix'))
    await evaluateSystems(local, { compile, manifest, inputs }, onSystem)
  const [first, ...rest] = errors.flatMap(({ diagnostics }) => diagnostics)
  if (first !== undefined) throw new TerraneError([first, ...rest], { texts: errors[0]!.texts })
  return names.map(name => {
    const system = found.get(name)
    const waits = waiting.get(name) ?? []
    return system === undefined ? { name, waits } : { name, system, waits }
  })
}

/** What outputs will be, as far as it is known: a plan leaves out what is not. */
const plannedOutputs = ({ output_changes = {} }: PlanDocument): Outputs =>
  Object.fromEntries(
    Object.entries(output_changes).map(([name, { after }]) => [name, { sensitive: false, value: after }]),
  )
