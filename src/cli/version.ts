import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The package's manifest lies above this file, both in the sources and in the bundle, at different heights. */
const manifest = (folder: string): string => {
  const path = join(folder, 'package.json')
  return existsSync(path) || dirname(folder) === folder ? path : manifest(dirname(folder))
}

const text = readFileSync(manifest(dirname(fileURLToPath(import.meta.url))), 'utf8')

/** The version of this terrane. */
export const version: string = (JSON.parse(text) as { version: string }).version
