/** The file of a cloud: JSON, with values in the form that Terraform's states have. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { failure } from '../contracts/diagnostic.js'
import type { CloudContent } from './cloud.js'
import { mapEntries } from './values/conform.js'
import { parseExactly, toJson } from './values/json.js'

export interface CloudFile {
  readonly read: () => CloudContent | undefined
  readonly write: (content: CloudContent) => void
}

/**
 * A file that need not exist. It is for its owner's eyes only: objects hold keys and passwords. Reading throws
 * `provider-cloud-file` if it holds something else.
 */
export const cloudFile = (path: string): CloudFile => ({
  read: () => (existsSync(path) ? readContent(path) : undefined),
  write: ({ objects, removed, counts }) => {
    const written = objects.map(object => ({ ...object, values: mapEntries(object.values, toJson) }))
    const text = JSON.stringify({ version: 1, objects: written, removed, counts }, null, 2)
    writeFileSync(`${path}.new`, `${text}\n`, { mode: 0o600 })
    renameSync(`${path}.new`, path)
  },
})

const readContent = (path: string): CloudContent => {
  const content = parse(path) as (Partial<CloudContent> & { readonly version?: unknown }) | null
  const { objects, removed, counts } = content ?? {}
  if (
    content?.version !== 1 ||
    !Array.isArray(objects) ||
    !Array.isArray(removed) ||
    typeof counts !== 'object'
  )
    throw broken(path)
  return { objects, removed, counts }
}

const parse = (path: string): unknown => {
  try {
    return parseExactly(readFileSync(path, 'utf8'))
  } catch (error) {
    throw broken(path, error)
  }
}

const broken = (path: string, cause?: unknown) =>
  failure('provider-cloud-file', `${path} is not the file of an offline cloud`, {
    hint: 'give the path of a file that does not exist yet, or of one that an offline provider has written',
    ...(cause === undefined ? {} : { cause }),
  })
