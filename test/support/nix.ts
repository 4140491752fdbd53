/** Which real components this machine has. A test that needs one says so and skips; CI installs them. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'

const answers = (program: string, args: readonly string[]): boolean => spawnSync(program, args).status === 0

export const hasNix = answers('nix', ['--version'])
export const hasTerraform = answers('terraform', ['version'])
export const hasGit = answers('git', ['--version'])

/** A component that CI has installed must not be skipped there. */
const required = (process.env.TERRANE_REQUIRED ?? '').split(',')
for (const [name, there] of Object.entries({ nix: hasNix, terraform: hasTerraform, git: hasGit }))
  if (required.includes(name) && !there) throw new Error(`${name} is required here and is missing`)

/** nixpkgs' own lib, where a developer has it: a folder with default.nix. */
export const nixpkgsLib = process.env.TERRANE_NIXPKGS_LIB

/**
 * What Nix needs to work as root without a daemon, a build user or a cache; harmless elsewhere. Tests that start nix
 * use it instead of the machine's configuration.
 */
export const nixConfig = ['substituters =', 'build-users-group =', 'sandbox = false'].join('\n')

process.env.NIX_CONFIG ??= nixConfig

export const repository = join(import.meta.dirname, '..', '..')
export const hasBundledLib = existsSync(join(repository, 'nix', 'lib', 'default.nix'))
