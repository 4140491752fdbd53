/**
 * A host as the project's modules describe it (nix/hosts/manifest.nix), before anybody has looked whether that makes
 * sense: it may say too little and too much. `manifest.ts` has what it becomes.
 */
import type { ManifestHost, ManifestNixpkgs, ManifestSystem, ManifestTarget } from './manifest.js'

export interface DescribedHost extends Omit<ManifestHost, 'system' | 'keys' | 'nixpkgs' | 'target'> {
  /** Each way that is given. */
  readonly systems: readonly ManifestSystem[]
  readonly target: Omit<ManifestTarget, 'host'> & { readonly host: ManifestTarget['host'] | null }
  readonly nixpkgs: DescribedNixpkgs | null
  readonly keys: Readonly<Record<string, DescribedKey>>
  /** Their names; values of Nix are in no manifest. */
  readonly evalArgs: readonly string[]
}

export interface DescribedNixpkgs extends Omit<ManifestNixpkgs, 'kind'> {
  /** Beyond those that will do: a folder without NixOS in it, a tarball without a hash, something else. */
  readonly kind: ManifestNixpkgs['kind'] | 'missing' | 'unpinned' | 'unknown'
}

export interface DescribedKey extends Omit<ManifestHost['keys'][string], 'source'> {
  readonly sources: readonly ManifestHost['keys'][string]['source'][]
}

export type DescribedHosts = Readonly<Record<string, DescribedHost>>
