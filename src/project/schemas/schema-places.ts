/**
 * Where provider schemas are kept. Those that were fetched go by the provider's version and are shared by all projects
 * of the user; those that were added by hand stay where the user wants them. docs/provider-schemas.md is this for users.
 */
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { cacheFolder } from '../../process/cache-folder.js'
import type { Entry } from '../entry.js'
import { terraneFolder } from '../work-folder.js'

type Environment = Readonly<Record<string, string | undefined>>

/** Sources and versions become paths: nothing that is written in a lock file may lead out of the folder. */
const fitsPath = (name: string): boolean =>
  name.split('/').every(part => /^[\w+-][\w.+-]*$/.test(part)) && name.length < 200

const inFolder = (folder: string | undefined, ...names: readonly string[]): string | undefined =>
  folder !== undefined && names.every(fitsPath) ? `${join(folder, ...names)}.jsonl` : undefined

/** Of what was fetched, for a version of a provider; undefined where nothing can be kept. */
export const fetchedFile = (source: string, version: string, env: Environment): string | undefined => {
  const cache = cacheFolder(env)
  return inFolder(cache && join(cache, 'schemas'), source, version)
}

/** Of what was fetched for one work folder only: of providers without a version. */
export const workFolderFile = (workFolder: string, source: string): string | undefined =>
  inFolder(join(terraneFolder(workFolder), 'schemas'), source)

export const schemaFolderName = 'provider-schemas'

/** Of what was added for a project: a folder beside its entry, to be committed. */
export const projectSchemaFolder = (entry: Entry): string =>
  join(entry.kind === 'file' ? dirname(entry.path) : entry.flake, schemaFolderName)

/** Of what was added for all projects of the user. (XDG Base Directory Specification.) */
export const userSchemaFolder = (env: Environment): string => {
  const named = env.XDG_DATA_HOME
  const data =
    named !== undefined && isAbsolute(named) ? named : join(env.HOME ?? homedir(), '.local', 'share')
  return join(data, 'terrane', 'schemas')
}

/** The file of a provider in a folder of added schemas. */
export const addedFile = (folder: string, source: string): string | undefined => inFolder(folder, source)
