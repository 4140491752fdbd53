/**
 * What is done to one host, as functions: the fleet and the commands are given them, so that both can be tested without
 * a host. `operations-over-ssh.ts` has the real ones.
 */
import type { ClosureDiff, Emit } from '../contracts/events.js'
import type { Machine } from './bootstrap/machine.js'
import type { Installation } from './bootstrap/nixos-anywhere.js'
import type { HostConnection, HostDeployment, HostResult, HostState } from './deployment.js'

export interface HostContext {
  readonly emit: Emit
  readonly signal?: AbortSignal
  /** Aborts when even the end of what was interrupted is not waited for: the host goes on by itself. */
  readonly leave?: AbortSignal
}

export interface HostTarget {
  readonly name: string
  readonly connection: HostConnection
}

export interface Executed {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

export interface DeployContext extends HostContext {
  /** Asked before anything is changed. */
  readonly approve?: () => Promise<boolean>
}

export interface HostOperations {
  readonly deploy: (deployment: HostDeployment, context: DeployContext) => Promise<HostResult>
  /** Reads what runs there. Changes nothing. */
  readonly read: (target: HostTarget, context: HostContext) => Promise<HostState>
  /** What answers there. Throws only what waiting would not change. */
  readonly probe: (target: HostTarget, context: HostContext) => Promise<Machine>
  /** Has nixos-anywhere install a system; the machine reboots into it. */
  readonly install: (
    target: HostTarget,
    installation: Omit<Installation, 'onLine'>,
    context: HostContext,
  ) => Promise<void>
  /** Copies a closure there, and nothing more. */
  readonly copy: (target: HostTarget, closure: string, context: HostContext) => Promise<void>
  /** Back to the generation before, or to one by its number; the deployment's closure and keys don't count. */
  readonly rollback: (
    deployment: HostDeployment,
    to: number | undefined,
    context: DeployContext,
  ) => Promise<HostResult>
  /** Follows, or ends, a deployment whose terrane is gone; the deployment's closure and keys don't count. */
  readonly resume: (deployment: HostDeployment, context: HostContext) => Promise<HostResult>
  readonly execute: (
    target: HostTarget,
    words: readonly string[],
    context: HostContext & { readonly input?: Uint8Array },
  ) => Promise<Executed>
  /** What a deployment would change; undefined where the host does not say what it runs. */
  readonly diff: (deployment: HostDeployment, context: HostContext) => Promise<ClosureDiff | undefined>
  readonly keys: {
    /** Puts the keys there that are others there; their names. */
    readonly push: (deployment: HostDeployment, context: HostContext) => Promise<readonly string[]>
    /** The names of those that are missing or others there. */
    readonly check: (deployment: HostDeployment, context: HostContext) => Promise<readonly string[]>
  }
  /** ssh for a terminal: the words to start it with, and what to do afterwards. */
  readonly shell: (
    target: HostTarget,
    context: HostContext,
  ) => Promise<{ readonly words: readonly string[]; readonly close: () => void }>
}
