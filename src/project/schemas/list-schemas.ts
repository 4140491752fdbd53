/** All providers whose schemas are known to a project, and those of the lock file that have none. */
import { readdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import { terraneFolder } from '../work-folder.js'
import { lockedProviders } from './locked-providers.js'
import { type FoundSchema, findSchema, type SchemaSurroundings } from './project-schemas.js'
import { projectSchemaFolder, userSchemaFolder } from './schema-places.js'

export interface ListedSchema {
  readonly source: string
  /** The version that the lock file has. */
  readonly locked?: string
  /** Absent where none is known. */
  readonly found?: FoundSchema
}

/** Sorted by source. Throws `schema-file` for an added schema that is damaged. */
export const listSchemas = (surroundings: SchemaSurroundings): readonly ListedSchema[] => {
  const { entries, workFolder, env } = surroundings
  const locked = lockedProviders(workFolder)
  const folders = [
    ...entries.map(projectSchemaFolder),
    join(terraneFolder(workFolder), 'schemas'),
    userSchemaFolder(env),
  ]
  const sources = new Set([...locked.keys(), ...folders.flatMap(sourcesIn)])
  return [...sources].sort().map(source => {
    const version = locked.get(source)
    const found = findSchema(source, version, surroundings)
    return {
      source,
      ...(version === undefined ? {} : { locked: version }),
      ...(found === undefined ? {} : { found }),
    }
  })
}

const extension = '.jsonl'

const sourcesIn = (folder: string): readonly string[] =>
  filesBelow(folder).map(path => relative(folder, path).slice(0, -extension.length))

const filesBelow = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
      const path = join(folder, entry.name)
      if (entry.isDirectory()) return filesBelow(path)
      return entry.name.endsWith(extension) ? [path] : []
    })
  } catch {
    return []
  }
}
