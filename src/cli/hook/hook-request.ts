/**
 * How the hook in Terraform's graph (nix/modules/hosts/hooks.nix) finds back to the terrane that drives Terraform: how the
 * project is compiled goes by the environment, and `terrane` is the same program, first on PATH.
 */
import { realpathSync, rmSync, symlinkSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { PrepareOptions } from '../../project/compile-options.js'
import { makeFolder } from '../../project/make-folder.js'
import type { Prepared } from '../../project/prepare.js'
import { terraneFolder } from '../../project/work-folder.js'

const variable = 'TERRANE_PROJECT'

/** For the programs that we start: makes a hook of this project know it, where it has one. */
export const offerHook = (project: Prepared, options: PrepareOptions): void => {
  Object.assign(process.env, hookEnvironment(project, options))
}

/** What the environment of these programs must have for that; nothing where the project has no such hook. */
export const hookEnvironment = (
  project: Prepared,
  options: PrepareOptions,
): Readonly<Record<string, string>> => {
  const hosts = Object.values(project.manifest?.hosts ?? {})
  if (hosts.every(({ trigger }) => trigger === 'driver')) return {}
  // The work folder of a stack is found by way of the project's.
  const where = options.stack === undefined ? { workdir: project.folder.path } : {}
  const { signal: _, ...request } = { ...options, ...where }
  const folder = join(terraneFolder(project.folder.path), 'bin')
  makeFolder(folder)
  const link = join(folder, 'terrane')
  rmSync(link, { force: true })
  symlinkSync(realpathSync(process.argv[1]!), link)
  return {
    [variable]: JSON.stringify(request),
    PATH: `${folder}${delimiter}${process.env.PATH ?? ''}`,
  }
}

/** What the driver has said; undefined where Terraform was started by something else. */
export const offeredRequest = (env: NodeJS.ProcessEnv): PrepareOptions | undefined =>
  env[variable] === undefined ? undefined : (JSON.parse(env[variable]) as PrepareOptions)
