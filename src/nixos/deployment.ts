/**
 * One deployment to one host, as its two sides see it: what is known before it starts (every address, input and key
 * resolved) and what is true of the host when it has ended. How hosts come to be described is `manifest.ts`' matter;
 * which of them are deployed, in what order and how many at once is the fleet's.
 */
import type { DiagnosticCode } from '../contracts/codes.js'
import type { Secret } from '../contracts/secret.js'

/** How a host is reached. Nothing in it is a reference any more. */
export interface HostConnection {
  readonly host: string
  readonly port: number
  readonly user: string
  /** `user` is not root and root's work goes through sudo. */
  readonly sudo: boolean
  /** `user@host:port` of hosts to go through, in order. */
  readonly jump: readonly string[]
  /** Further `ssh -o` options. */
  readonly options: readonly string[]
  readonly identityFile?: string
  /** The private key itself, where no file has it. */
  readonly identity?: Secret
  /** What host keys are kept under: the identity of the machine, not its address. */
  readonly alias: string
  /** Public host keys that are known beforehand (`ssh-ed25519 AAAA…`); with none, the first use is recorded and shown. */
  readonly hostKeys: readonly string[]
  /** Absolute path of the project's own known_hosts. */
  readonly knownHostsFile: string
}

export type DeployAction = 'switch' | 'boot' | 'test' | 'dry-activate'

/** A file with a secret, to be put on the host outside of the store. */
export interface KeyFile {
  readonly name: string
  readonly content: Secret
  readonly path: string
  readonly owner: string
  readonly group: string
  /** Octal, `0400`. */
  readonly mode: string
  readonly upload: 'before' | 'after'
  readonly restart: readonly string[]
  readonly reload: readonly string[]
}

/** What must hold before a deployment is confirmed. */
export interface HealthChecks {
  readonly http: readonly {
    readonly url: string
    readonly status?: number
    readonly from: 'here' | 'target'
  }[]
  readonly tcp: readonly { readonly port: number; readonly host?: string; readonly from: 'here' | 'target' }[]
  readonly command: readonly (readonly string[])[]
  /** Units that must be active. */
  readonly units: readonly string[]
  /** How long they may take to hold. */
  readonly timeoutSeconds: number
}

export interface HostDeployment {
  readonly name: string
  readonly connection: HostConnection
  /** Store path of the system; it is in the local store unless `built` is `target`. */
  readonly closure: string
  readonly built: 'local' | 'target'
  readonly action: DeployAction
  readonly reboot: boolean
  readonly keys: readonly KeyFile[]
  readonly health: HealthChecks
  readonly rollback: { readonly automatic: boolean; readonly timeoutSeconds: number }
  /** How many generations stay, besides the booted, the current and the last confirmed one. */
  readonly keep: number
}

/** Read back from the host itself. */
export interface HostState {
  /** What /run/current-system is. */
  readonly current?: string
  readonly booted?: string
  /** What the system profile points to, and its generation. */
  readonly profile?: string
  readonly generation?: number
  /** The system that was confirmed last. */
  readonly confirmed?: string
  readonly lock?: { readonly owner: string; readonly since: string; readonly alive: boolean }
}

export type HostOutcome =
  | 'deployed'
  | 'unchanged'
  /** The old system runs again, or never stopped: profile, running system and keys. */
  | 'rolled-back'
  /** Nothing was changed on the host. */
  | 'failed'
  /** In place for the next boot, nothing was activated. */
  | 'installed'
  /** Nobody can say from here; the result's hint says what to run. */
  | 'unknown'

export interface HostResult {
  readonly name: string
  readonly outcome: HostOutcome
  /** Why, for people. */
  readonly reason?: string
  readonly hint?: string
  /** Of a host that could not even be prepared. */
  readonly code?: DiagnosticCode
  /** The last state that could be read. */
  readonly state?: HostState
  readonly newlyFailedUnits: readonly string[]
  readonly keysChanged: readonly string[]
  readonly roundTrips: number
  readonly seconds: number
}
