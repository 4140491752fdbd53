/**
 * How the hook in Terraform's graph (nix/modules/hosts/hooks.nix) finds back to the terrane that drives Terraform: how the
 * project is compiled goes by the environment, and `terrane` is the same program, first on PATH.
 */
import { realpathSync, rmSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { PrepareOptions } from '../compile-options.js'
import { makeFolder } from '../make-folder.js'
import type { Prepared } from '../prepare.js'
import { terraneFolder } from '../work-folder.js'

const variable = 'TERRANE_PROJECT'

export interface HookOffer {
  /** How the project is compiled. */
  readonly prepare: PrepareOptions
  /** The file of the command `terrane`. */
  readonly program: string
}

/** What tofu/terraform is given in its environment, so that a hook of this project knows it; nothing where it has none. */
export const hookEnvironment = (
  { manifest, folder: { path, stack } }: Prepared,
  { prepare, program }: HookOffer,
): Readonly<Record<string, string>> => {
  const hosts = Object.values(manifest?.hosts ?? {})
  if (hosts.every(({ trigger }) => trigger === 'driver')) return {}
  // The work folder of a stack is found by way of the project's.
  const { signal: _, ...request } = { ...prepare, ...(stack === undefined ? { workdir: path } : { stack }) }
  const folder = join(terraneFolder(path), 'bin')
  makeFolder(folder)
  const link = join(folder, 'terrane')
  rmSync(link, { force: true })
  symlinkSync(realpathSync(program), link)
  return { [variable]: JSON.stringify(request), PATH: `${folder}${delimiter}${process.env.PATH ?? ''}` }
}

/** What the driver has said; undefined where Terraform was started by something else. */
export const offeredRequest = (env: NodeJS.ProcessEnv): PrepareOptions | undefined =>
  env[variable] === undefined ? undefined : (JSON.parse(env[variable]) as PrepareOptions)
