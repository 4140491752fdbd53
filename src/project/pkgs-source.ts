/** What `--pkgs` names: the package set that modules get as `pkgs`. Nothing of it is read until a module asks. */
import { existsSync, statSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import { nearest } from '../contracts/nearest.js'
import { flakeReference } from './flake.js'
import { filesIn } from './folder.js'

export type PkgsSource =
  /** A folder with a default.nix, as nixpkgs is; or a Nix file that makes the set. Absolute. */
  | { readonly kind: 'path'; readonly path: string }
  /** `<name>`: of the search path. */
  | { readonly kind: 'search'; readonly name: string }
  /** `output`: a path of names in the flake; undefined: its legacyPackages or packages. */
  | { readonly kind: 'flake'; readonly reference: string; readonly output?: string }

/**
 * Reads `--pkgs`, in this order: `<name>`; a file or folder that exists; a reference of a flake, as Nix writes it
 * (`github:NixOS/nixpkgs/nixos-24.05`, `path/to/flake#output`, a name of the registry). Throws `file-access` for a path to
 * nothing.
 */
export const pkgsSource = (value: string, cwd: string): PkgsSource => {
  const [, name] = /^<([^<>]+)>$/.exec(value) ?? []
  if (name !== undefined) return { kind: 'search', name }
  const path = resolve(cwd, value)
  if (value !== '' && existsSync(path)) return fromPath(value, path)
  const hash = value.indexOf('#')
  const [before, output] = hash < 0 ? [value, undefined] : [value.slice(0, hash), value.slice(hash + 1)]
  const named = output === undefined || output === '' ? {} : { output }
  // A scheme; a folder; a name of the registry with, maybe, a branch. What ends in .nix was meant to be a file.
  if (/^[a-z][a-z0-9+-]*:/.test(before)) return { kind: 'flake', reference: before, ...named }
  if (hash >= 0 && existsSync(join(resolve(cwd, before), 'flake.nix')))
    return { kind: 'flake', reference: flakeReference(resolve(cwd, before)), ...named }
  if (/^[a-zA-Z][\w-]*(\/[\w.-]+)?$/.test(before) && !before.endsWith('.nix'))
    return { kind: 'flake', reference: `flake:${before}`, ...named }
  const similar = nearest(basename(path), filesIn(dirname(path)))
  throw failure('file-access', `--pkgs: there is no file or folder ${path}`, {
    hint:
      similar === undefined
        ? 'name a folder with nixpkgs, a Nix file that makes pkgs, <nixpkgs>, or a flake as in nixpkgs/nixos-24.05'
        : `did you mean ${join(dirname(value), similar)}?`,
  })
}

const fromPath = (value: string, path: string): PkgsSource => {
  if (!statSync(path).isDirectory() || existsSync(join(path, 'default.nix'))) return { kind: 'path', path }
  if (existsSync(join(path, 'flake.nix'))) return { kind: 'flake', reference: flakeReference(path) }
  throw failure('file-access', `--pkgs: the folder ${value} has neither a default.nix nor a flake.nix`, {
    hint: 'name a folder with nixpkgs, or a Nix file that makes pkgs',
  })
}
