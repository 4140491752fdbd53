/** Fetches the schemas of a project's providers from the providers themselves, and keeps them. */
import { TerraneError } from '../../contracts/diagnostic.js'
import { stopwatch } from '../../contracts/stopwatch.js'
import type { DriveContext } from '../../terraform/driver/context.js'
import { readProviderSchemasOf, type WantedProvider } from '../../terraform/driver/provider-schemas.js'
import { type KeptSchemaReport, keepSchema, providersOf } from './keep-schema.js'
import { openKeptSchema } from './kept-schema.js'
import { lockedProviders } from './locked-providers.js'
import { fetchedFile, workFolderFile } from './schema-places.js'

type Environment = Readonly<Record<string, string | undefined>>

export interface FetchOptions {
  /** Sources of the providers that the document uses. */
  readonly used: readonly string[]
  readonly env: Environment
  /** Also what is kept already. */
  readonly again?: boolean
}

/**
 * Fetches what is not kept yet of an initialised folder's providers. One with a version is kept for all projects; one
 * without (a development override, Terraform's own) for this folder, and fetched each time. Throws what asking for them
 * throws, `file-access`.
 */
export const fetchSchemas = async (
  context: DriveContext,
  { used, env, again = false }: FetchOptions,
): Promise<readonly KeptSchemaReport[]> => {
  const locked = lockedProviders(context.folder)
  const wanted = [
    ...[...locked].map(([source, version]) => ({ source, version })),
    ...used.filter(source => !locked.has(source)).map(source => ({ source })),
  ]
  return await fetchWanted(
    context,
    again ? wanted : wanted.filter(each => !isKept(each, context.folder, env)),
    env,
  )
}

/**
 * The same without being asked, after an `init`: only what has a version, and whatever goes wrong is nobody's problem but
 * an interruption's. A project that could be checked with less is no failure.
 */
export const fetchSchemasQuietly = async (context: DriveContext, env: Environment): Promise<void> => {
  const wanted = [...lockedProviders(context.folder)]
    .map(([source, version]) => ({ source, version }))
    .filter(each => !isKept(each, context.folder, env))
  try {
    await fetchWanted(context, wanted, env)
  } catch (error) {
    if (error instanceof TerraneError && error.diagnostics[0].code === 'interrupted') throw error
  }
}

/** Where a schema is kept: for all projects if that can be, else in the work folder. */
const placeOf = (
  { source, version }: WantedProvider,
  workFolder: string,
  env: Environment,
): string | undefined =>
  (version === undefined ? undefined : fetchedFile(source, version, env)) ??
  workFolderFile(workFolder, source)

const isKept = (wanted: WantedProvider, workFolder: string, env: Environment): boolean => {
  const path = placeOf(wanted, workFolder, env)
  if (path === undefined || wanted.version === undefined) return false
  try {
    return openKeptSchema(path)?.index.version === wanted.version
  } catch {
    return false
  }
}

const fetchWanted = async (
  context: DriveContext,
  wanted: readonly WantedProvider[],
  env: Environment,
): Promise<readonly KeptSchemaReport[]> => {
  if (wanted.length === 0) return []
  const seconds = stopwatch()
  context.emit({
    type: 'phase_start',
    phase: 'schema',
    message: `${context.binary.dialect} providers schema`,
  })
  const dump = providersOf(await readProviderSchemasOf(context, wanted))
  const reports = dump.flatMap(([source, schema]) => {
    const name = wanted.find(each => each.source === source)
    const path = name === undefined ? undefined : placeOf(name, context.folder, env)
    return name === undefined || path === undefined ? [] : [keepSchema(path, name, schema)]
  })
  context.emit({ type: 'phase_end', phase: 'schema', seconds: seconds() })
  return reports
}
