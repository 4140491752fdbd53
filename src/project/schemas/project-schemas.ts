/** The schemas that are known of a project's providers: what a compile checks with. */
import { join } from 'node:path'
import { TerraneError } from '../../contracts/diagnostic.js'
import type { KnownProvider, KnownSchemas } from '../../terraform/schema/known.js'
import type { Entry } from '../entry.js'
import { type KeptSchema, openKeptSchema } from './kept-schema.js'
import { lockedProviders } from './locked-providers.js'
import {
  addedFile,
  fetchedFile,
  projectSchemaFolder,
  schemaFolderName,
  userSchemaFolder,
  workFolderFile,
} from './schema-places.js'

export interface SchemaSurroundings {
  readonly entries: readonly Entry[]
  readonly workFolder: string
  readonly env: Readonly<Record<string, string | undefined>>
}

/** How a schema came to be known. */
export type SchemaOrigin = 'fetched' | 'work folder' | 'project' | 'user'

export interface FoundSchema {
  readonly origin: SchemaOrigin
  readonly kept: KeptSchema
}

/**
 * The schema of a provider for a project: what was fetched of the version that is locked, else what was added by hand
 * for the project, else for the user. One that is known to be of another version than the locked one is none. Throws
 * `schema-file` for an added one that is damaged; a fetched one can be fetched again, and counts as missing.
 */
export const findSchema = (
  source: string,
  locked: string | undefined,
  { entries, workFolder, env }: SchemaSurroundings,
): FoundSchema | undefined => {
  const fits = ({ index: { version } }: KeptSchema): boolean =>
    version === undefined || locked === undefined || version === locked
  const fetched = locked === undefined ? undefined : tryOpening(fetchedFile(source, locked, env))
  if (fetched !== undefined) return { origin: 'fetched', kept: fetched }
  const here = tryOpening(workFolderFile(workFolder, source))
  if (here !== undefined && here.index.version === locked) return { origin: 'work folder', kept: here }
  for (const folder of new Set(entries.map(projectSchemaFolder))) {
    const kept = opening(addedFile(folder, source))
    if (kept !== undefined && fits(kept)) return { origin: 'project', kept }
  }
  const kept = opening(addedFile(userSchemaFolder(env), source))
  return kept === undefined || !fits(kept) ? undefined : { origin: 'user', kept }
}

const opening = (path: string | undefined): KeptSchema | undefined =>
  path === undefined ? undefined : openKeptSchema(path)

const tryOpening = (path: string | undefined): KeptSchema | undefined => {
  try {
    return opening(path)
  } catch (error) {
    if (error instanceof TerraneError) return undefined
    throw error
  }
}

/** What is known of a project's providers. Looks for a schema when it is first asked for. */
export const projectSchemas = (surroundings: SchemaSurroundings): KnownSchemas => {
  let locked: ReadonlyMap<string, string> | undefined
  const known = new Map<string, KnownProvider | undefined>()
  return {
    get: source => {
      if (!known.has(source)) {
        locked ??= lockedProviders(surroundings.workFolder)
        const found = findSchema(source, locked.get(source), surroundings)
        known.set(source, found?.kept.provider(schemaName(found)))
      }
      return known.get(source)
    },
  }
}

/** A schema of an unknown version may be too old or too new: whoever reads of it must see where it is. */
const schemaName = ({ origin, kept: { path, index } }: FoundSchema): string => {
  if (index.version !== undefined) return `${index.source} ${index.version}`
  const file = `${index.source}.jsonl`
  const shown = { project: join(schemaFolderName, file), 'work folder': join('.terrane', 'schemas', file) }
  return `${index.source} in ${origin === 'project' || origin === 'work folder' ? shown[origin] : path}`
}
