/**
 * `local_file` and `local_sensitive_file`, which write real files
 * (https://registry.terraform.io/providers/hashicorp/local/latest/docs).
 */
import { createHash } from 'node:crypto'
import { chmodSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { type Operation, Refusal, type ResourceBehaviour } from '../behaviour.js'
import type { Values } from '../values/value.js'

/** Nothing of such a file can be changed in place. */
const replaces = [
  'filename',
  'content',
  'content_base64',
  'sensitive_content',
  'source',
  'file_permission',
  'directory_permission',
]

/** The behaviour of both types. Relative paths start at `folder`: a real provider runs where Terraform does. */
export const localFiles = (folder: string): Readonly<Record<string, ResourceBehaviour>> => ({
  local_file: localFile(folder, '0777'),
  local_sensitive_file: localFile(folder, '0700'),
})

const localFile = (folder: string, permission: string): ResourceBehaviour => ({
  replaces,
  plan: () => ({ file_permission: permission, directory_permission: permission }),
  apply: operation => orRefuse(operation, () => write(folder, operation)),
  read: ({ prior = {} }) => {
    const content = contentOf(resolve(folder, text(prior.filename)))
    return content !== undefined && hash('sha1', content) === prior.id ? prior : null
  },
})

const write = (folder: string, { action, prior = {}, planned = {} }: Operation): Values | undefined => {
  if (action === 'delete') {
    rmSync(resolve(folder, text(prior.filename)), { force: true })
    return undefined
  }
  const path = resolve(folder, text(planned.filename))
  const content = wanted(folder, planned)
  mkdirSync(dirname(path), { recursive: true, mode: mode(planned, 'directory_permission') })
  const permission = mode(planned, 'file_permission')
  writeFileSync(path, content, { mode: permission })
  // The mode of writeFile counts only for a new file, and only as far as the umask lets it.
  chmodSync(path, permission)
  return {
    id: hash('sha1', content),
    content_md5: hash('md5', content),
    content_sha1: hash('sha1', content),
    content_sha256: hash('sha256', content),
    content_sha512: hash('sha512', content),
    content_base64sha256: hash('sha256', content, 'base64'),
    content_base64sha512: hash('sha512', content, 'base64'),
  }
}

const wanted = (folder: string, planned: Values): Buffer => {
  if (typeof planned.content_base64 === 'string') return Buffer.from(planned.content_base64, 'base64')
  if (typeof planned.source === 'string') return readFileSync(resolve(folder, planned.source))
  return Buffer.from(text(planned.content ?? planned.sensitive_content))
}

const mode = (planned: Values, name: string): number => {
  const permission = text(planned[name])
  if (!/^[0-7]{3,4}$/.test(permission))
    throw new Refusal('Invalid permission', {
      detail: `"${permission}" is not an octal mode.`,
      attribute: name,
    })
  return Number.parseInt(permission, 8)
}

const text = (value: Values[string] | undefined): string => (typeof value === 'string' ? value : '')

const hash = (algorithm: string, content: Buffer, encoding: 'hex' | 'base64' = 'hex'): string =>
  createHash(algorithm).update(content).digest(encoding)

const contentOf = (path: string): Buffer | undefined => {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** What the system refuses, the provider refuses. */
const orRefuse = <T>({ action }: Operation, body: () => T): T => {
  try {
    return body()
  } catch (error) {
    if (error instanceof Refusal || !(error instanceof Error && 'code' in error)) throw error
    throw new Refusal(`The file could not be ${action === 'delete' ? 'deleted' : 'written'}`, {
      detail: error.message,
    })
  }
}
