/**
 * The deploy manifest, `terrane.deploy.json`: what a deployment needs to know about each host, emitted beside
 * `config.tf.json` by the same modules. Values that Terraform computes are named by the output that has them; secrets by
 * where they come from. Its JSON Schema is `schemas/deploy-manifest.schema.json`.
 */
import type { DeployAction } from './deployment.js'

export interface DeployManifest {
  readonly version: 1
  readonly hosts: Readonly<Record<string, ManifestHost>>
}

/** Where in the outputs of Terraform a value is: the output's name, and the members that lead to it. */
export interface OutputPlace {
  readonly output: string
  readonly path: readonly string[]
}

/** A literal, or where it will be. */
export type Late<Value> = Value | OutputPlace

export interface ManifestHost {
  readonly system: ManifestSystem
  readonly target: ManifestTarget
  readonly nixpkgs: ManifestNixpkgs | null
  readonly nixPath: readonly string[]
  readonly ambientNixPath: boolean
  /** `local`, `target`, or the URL of a store. */
  readonly build: string
  readonly buildArgs: readonly string[]
  readonly evaluate: 'local' | 'target'
  readonly platform: string
  readonly action: DeployAction
  readonly inputs: ManifestInputs
  readonly keys: Readonly<Record<string, ManifestKey>>
  readonly health: Late<ManifestHealth>
  readonly rollback: { readonly automatic: boolean; readonly timeout: number }
  readonly generations: { readonly keep: number }
  readonly tags: readonly string[]
  readonly after: readonly string[]
  readonly nodes: readonly string[] | null
  readonly trigger: 'driver' | 'terraform'
  /** Of a machine that may not be NixOS yet. */
  readonly bootstrap?: ManifestBootstrap
}

export interface ManifestBootstrap {
  readonly method: 'image' | 'nixos-infect' | 'nixos-anywhere'
  /** In seconds. */
  readonly timeout: number
  /** Whom to log in as before, where that is another. */
  readonly user: string | null
  readonly arguments: readonly string[]
}

/** What it runs. Paths of files are relative to the manifest's folder where they are below it. */
export type ManifestSystem =
  /** `file` is null where the configuration is, or holds, a module of the project itself. */
  | { readonly kind: 'configuration'; readonly file: string | null; readonly hermetic: boolean }
  | { readonly kind: 'flake'; readonly flake: string }
  | { readonly kind: 'closure'; readonly path: string }

export interface ManifestTarget {
  readonly host: Late<string>
  /** A text where Terraform has it. */
  readonly port: Late<number | string>
  readonly user: Late<string>
  readonly sudo: boolean
  readonly jump: Late<readonly string[]>
  readonly options: Late<readonly string[]>
  readonly hostKeys: Late<readonly string[]>
  readonly identityFile: Late<string> | null
  /** `text`: it stands in the project. */
  readonly identity: 'text' | OutputPlace | null
  /** The resource that is the machine. */
  readonly resource: string | null
}

export interface ManifestNixpkgs {
  readonly kind: 'folder' | 'flake' | 'tarball'
  /** The commit, where it can be told. */
  readonly revision: string | null
  readonly url?: string
  readonly sha256?: string | null
  readonly path?: string
}

export type ManifestInputs =
  | { readonly values: Readonly<Record<string, unknown>> }
  /** `late`: which of them Terraform computes, `db.host`. */
  | { readonly output: string; readonly late: readonly string[] }

export interface ManifestKey {
  readonly source: KeySource
  readonly path: string
  readonly owner: string
  readonly group: string
  readonly mode: string
  readonly upload: 'before' | 'after'
  readonly restart: readonly string[]
  readonly reload: readonly string[]
}

export type KeySource =
  /** It stands in the project, and nowhere else. */
  | { readonly kind: 'text' }
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'command'; readonly command: readonly string[] }
  | { readonly kind: 'environment'; readonly variable: string }
  | ({ readonly kind: 'output' } & OutputPlace)

/** As src/nixos/deployment.ts has it, with the names of the options. */
export interface ManifestHealth {
  readonly http: readonly {
    readonly url: string
    readonly status: number | null
    readonly from: 'here' | 'target'
  }[]
  readonly tcp: readonly {
    readonly port: number
    readonly host: string | null
    readonly from: 'here' | 'target'
  }[]
  readonly command: readonly (readonly string[])[]
  readonly units: readonly string[]
  readonly timeout: number
}

export const isOutputPlace = (value: unknown): value is OutputPlace =>
  typeof value === 'object' && value !== null && 'output' in value
