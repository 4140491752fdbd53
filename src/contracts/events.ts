/**
 * One event union for all long work. `--json` prints one a line; otherwise the CLI renders them. Every event has a
 * `type` and the seconds since the run began (`at`), added by whoever writes them out.
 */
import type { Diagnostic, Position } from './diagnostic.js'

export type TerraneEvent =
  | { readonly type: 'phase_start'; readonly phase: Phase; readonly message: string }
  | { readonly type: 'phase_end'; readonly phase: Phase; readonly seconds: number }
  | { readonly type: 'diagnostic'; readonly diagnostic: Diagnostic }
  | {
      readonly type: 'document_written'
      readonly path: string
      readonly changed: boolean
      readonly bytes: number
    }
  | { readonly type: 'realise'; readonly path: string }
  /** `watch` has compiled and checked once more. */
  | { readonly type: 'checked'; readonly ok: boolean; readonly seconds: number }
  /** A line of `tofu|terraform … -json`, as it came. Its own `type` says what it is. */
  | { readonly type: 'terraform'; readonly message: Readonly<Record<string, unknown>> }
  | {
      readonly type: 'planned_change'
      readonly address: string
      readonly action: PlannedAction
      readonly reason?: string
      /** Where it was before, for what has moved. */
      readonly previousAddress?: string
    }
  | ({ readonly type: 'plan_summary' } & Counts)
  /** Where events are all that is shown of a plan. */
  | ({ readonly type: 'plan_changes'; readonly places: readonly PlanPlace[] } & PlanChanges)
  | ({ readonly type: 'apply_summary' } & Counts)
  /** Before an apply: how many seconds each resource will take, for those of which there is experience. */
  | {
      readonly type: 'apply_estimate'
      /** How many are worked on at once. */
      readonly parallelism: number
      readonly expected: Readonly<Record<string, number>>
    }
  | { readonly type: 'refresh_start'; readonly address: string }
  | { readonly type: 'refresh_end'; readonly address: string }
  | { readonly type: 'operation_start'; readonly address: string; readonly action: PlannedAction }
  | { readonly type: 'operation_progress'; readonly address: string; readonly seconds: number }
  | ({ readonly type: 'operation_end' } & Operation)
  | ({ readonly type: 'operation_error' } & Operation)
  | { readonly type: 'provisioner_output'; readonly address: string; readonly line: string }
  /** A signal has asked to stop: tofu/terraform was told, once, and is waited for. */
  | { readonly type: 'interrupting'; readonly signal: string; readonly pid: number }
  /** It was asked again, or terrane alone was: it no longer waits for tofu/terraform, which works on. */
  | { readonly type: 'detached'; readonly pid: number }
  | { readonly type: 'outputs'; readonly outputs: Readonly<Record<string, Output>> }
  /** Deploying: what happens on one host. */
  | { readonly type: 'host_step_start'; readonly host: string; readonly step: HostStep }
  | {
      readonly type: 'host_step_end'
      readonly host: string
      readonly step: HostStep
      readonly seconds: number
    }
  /** A line of what runs there. */
  | { readonly type: 'host_output'; readonly host: string; readonly line: string }
  /** What people should know: a key's first use, a connection that was lost and is back. */
  | { readonly type: 'host_note'; readonly host: string; readonly message: string }
  | ({ readonly type: 'host_diff'; readonly host: string } & ClosureDiff)
  | ({ readonly type: 'host_result'; readonly host: string } & HostSummary)
  /** What a host will run after an apply; or, where that is not known yet, what it waits for. */
  | {
      readonly type: 'planned_host'
      readonly host: string
      readonly system?: string
      readonly waits: readonly string[]
    }
  /** What is done here for a host, before it is deployed to. */
  | { readonly type: 'host_stage_start'; readonly host: string; readonly stage: HostStage }
  | {
      readonly type: 'host_stage_end'
      readonly host: string
      readonly stage: HostStage
      readonly seconds: number
    }
  /** A machine that does not answer yet, or is not NixOS yet, is waited for: so many seconds by now, of so many. */
  | {
      readonly type: 'host_wait'
      readonly host: string
      readonly until: HostWait
      /** What was found there instead. */
      readonly found: string
      readonly seconds: number
      readonly of: number
    }
  /** A line of Nix or of a builder. */
  | { readonly type: 'build_output'; readonly host: string; readonly line: string }
  | { readonly type: 'host_skipped'; readonly host: string; readonly reason: string }
  /** Of `exec`. */
  | {
      readonly type: 'host_executed'
      readonly host: string
      readonly status: number
      readonly stdout: string
      readonly stderr: string
    }
  /** Of `keys`: the names of those that were changed, or would be. */
  | {
      readonly type: 'host_keys'
      readonly host: string
      readonly action: 'push' | 'check'
      readonly keys: readonly string[]
    }
  /** What has become of one of several stacks. */
  | {
      readonly type: 'stack_result'
      readonly stack: string
      readonly result: StackResult
      readonly note?: string
      readonly status: number
      readonly seconds: number
    }
  | { readonly type: 'run_end'; readonly status: number; readonly seconds: number }

/**
 * What a plan changes, in the form and under the names of Terraform's JSON plan. Sensitive values are left out.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
export interface PlanChanges {
  readonly resource_changes: readonly object[]
  /** What was changed outside of Terraform since the last apply. */
  readonly resource_drift: readonly object[]
  readonly output_changes: Readonly<Record<string, object>>
  /** Planned as if nothing existed; what data sources and imports give is invented. */
  readonly offline?: true
}

/** Where Nix asks for a resource, or for an attribute that changes. */
export interface PlanPlace extends Position {
  readonly address: string
  /** `tags.Name`, `ingress[0].from_port`; absent for the resource as a whole. */
  readonly attribute?: string
}

/** How many resources a plan or an apply adds, changes, destroys and imports. */
export interface Counts {
  readonly add: number
  readonly change: number
  readonly destroy: number
  readonly import: number
}

/** An output of the project. A sensitive one has no value in events. */
export interface Output {
  readonly sensitive: boolean
  readonly type?: unknown
  readonly value?: unknown
}

export interface Operation {
  readonly address: string
  readonly action: PlannedAction
  readonly seconds: number
}

/** What a deployment does on a host, in this order; `undo` instead of what comes after what failed. */
export type HostStep =
  | 'connect'
  | 'recover'
  | 'copy'
  | 'compare'
  | 'arm'
  | 'activate'
  | 'reboot'
  | 'check'
  | 'confirm'
  | 'commit'
  | 'undo'

export type HostStage = 'evaluate' | 'build' | 'install'

/** Until it answers, or until it is NixOS. */
export type HostWait = 'answer' | 'nixos'

/** The packages of two closures, by name. Sizes are in bytes. */
export interface ClosureDiff {
  readonly from: string
  readonly to: string
  readonly added: readonly PackageVersions[]
  readonly removed: readonly PackageVersions[]
  readonly changed: readonly { readonly name: string; readonly from: Versions; readonly to: Versions }[]
  readonly bytesBefore: number
  readonly bytesAfter: number
}

export type Versions = readonly string[]

export interface PackageVersions {
  readonly name: string
  readonly versions: Versions
}

/** How a deployment ended: `HostResult` of src/nixos/deployment.ts without its state. */
export interface HostSummary {
  readonly outcome: string
  readonly reason?: string
  readonly hint?: string
  readonly newlyFailedUnits: readonly string[]
  readonly keysChanged: readonly string[]
  readonly roundTrips: number
  readonly seconds: number
}

export type Phase =
  | 'compile'
  | 'realise'
  | 'init'
  | 'schema'
  | 'validate'
  | 'plan'
  | 'apply'
  | 'destroy'
  | 'output'
  | 'deploy'

export type PlannedAction =
  | 'create'
  | 'update'
  | 'delete'
  | 'replace'
  | 'read'
  | 'import'
  | 'move'
  | 'forget'
  | 'noop'

/** An event of one of several stacks says of which. */
export type StackEvent = TerraneEvent & { readonly stack?: string }

/** `waits`: it can't be planned before something else is applied. */
export type StackResult =
  | 'compiled'
  | 'valid'
  | 'planned'
  | 'drifted'
  | 'waits'
  | 'unchanged'
  | 'applied'
  | 'destroyed'
  | 'failed'
  | 'declined'
  | 'interrupted'
  | 'detached'
  | 'skipped'

/** Where events go. */
export type Emit = (event: StackEvent) => void
