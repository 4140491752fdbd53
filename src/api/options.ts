/** What the functions of the API take: which project, how it is compiled, how it is driven. */

export interface ProjectOptions {
  /** What `-f` names: a .nix file, a folder, or an output of a flake (`.#name`). Several are merged. Default: `.` */
  readonly entry?: string | readonly string[]
  /** Where relative paths start. Default: the working folder of the process. */
  readonly cwd?: string
  /** The work folder, for the document and the state. Default: the entry's folder. */
  readonly workdir?: string
  /** What evaluates Nix. Default: `auto`, a real Nix where there is one, else the embedded evaluator. */
  readonly engine?: 'auto' | 'nix' | 'embedded'
  /** Arguments for the modules: strings. */
  readonly strings?: Readonly<Record<string, string>>
  /** Arguments for the modules: Nix expressions. */
  readonly expressions?: Readonly<Record<string, string>>
  /** Entries of Nix' search path: `path`, or `name=path`. */
  readonly searchPath?: readonly string[]
  /** A folder with nixpkgs' lib, or nixpkgs itself. Default: the flake's, that of the search path, the bundled one. */
  readonly lib?: string
  /**
   * Where modules get `pkgs` from: a folder with nixpkgs, a Nix file that makes it, `<nixpkgs>`, a flake. Default: the
   * flake's, else `<nixpkgs>`.
   */
  readonly pkgs?: string
  /** Whether warnings are errors. Default: false. */
  readonly strict?: boolean
  /** Whether the document is checked against Terraform's language. Default: true. */
  readonly check?: boolean
  /** Whether it is also checked against its providers' schemas, which an init fetches. Default: true. */
  readonly schema?: boolean
  /** Whether attributes that are null stay in the document. Default: false. */
  readonly withNulls?: boolean
  /** Whether errors of the evaluation have Nix' whole trace. Default: false. */
  readonly showTrace?: boolean
  /** Ends the work: what is evaluated is broken off, tofu/terraform is told once, and waited for. */
  readonly signal?: AbortSignal
}

export interface DriveOptions extends ProjectOptions {
  /** The tofu or terraform to run: a path, or a name on PATH. */
  readonly program?: string
  /** OpenTofu or Terraform. Default: what the project, its state, or this machine has. */
  readonly dialect?: 'tofu' | 'terraform'
  /** The workspace whose state it is about. Default: the one that is selected. */
  readonly workspace?: string
  /** Input variables of the document. */
  readonly variables?: Readonly<Record<string, string>>
  readonly variableFiles?: readonly string[]
  /** Addresses: only these resources and what they need. */
  readonly targets?: readonly string[]
  /** Addresses of resources to make anew. */
  readonly replace?: readonly string[]
  readonly parallelism?: number
  /** How long to wait for the state's lock: `30s`. */
  readonly lockTimeout?: string
}

/** How NixOS hosts are deployed. */
export interface FleetOptions {
  /** How many hosts are worked on at once. Default: 10. */
  readonly parallel?: number
  /** So many hosts are done before the next begin. */
  readonly batch?: number | `${number}%`
  /** Begin with no further host once so many have failed. */
  readonly maxFailures?: number
  /** The host that goes first; the others follow only if it is deployed. */
  readonly canary?: string
  /** Asked before a host is changed. Default: yes. */
  readonly approveHost?: (host: string) => boolean | Promise<boolean>
  /**
   * Asked before nixos-anywhere erases the disks of a machine that is not NixOS (`bootstrap`); `system` is what it is now.
   * Default: no.
   */
  readonly approveErasing?: (host: string, system: string) => boolean | Promise<boolean>
}
