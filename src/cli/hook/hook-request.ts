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
  const hosts = Object.values(project.manifest?.hosts ?? {})
  if (hosts.every(({ trigger }) => trigger === 'driver')) return
  const { signal: _, ...request } = { ...options, workdir: project.folder.path }
  process.env[variable] = JSON.stringify(request)
  const folder = join(terraneFolder(project.folder.path), 'bin')
  makeFolder(folder)
  const link = join(folder, 'terrane')
  rmSync(link, { force: true })
  symlinkSync(realpathSync(process.argv[1]!), link)
  process.env.PATH = `${folder}${delimiter}${process.env.PATH ?? ''}`
}

/** What the driver has said; undefined where Terraform was started by something else. */
export const offeredRequest = (env: NodeJS.ProcessEnv): PrepareOptions | undefined =>
  env[variable] === undefined ? undefined : (JSON.parse(env[variable]) as PrepareOptions)
