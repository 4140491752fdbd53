/**
 * The project's own known_hosts, an OpenSSH file whose names are the machines' identities. A key gets there by its first
 * use and leaves it only when somebody removes the line.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'

/** The public keys (`ssh-ed25519 AAAA…`) that a known_hosts text has under a name. */
export const keysOf = (text: string, alias: string): readonly string[] =>
  text.split('\n').flatMap(line => {
    const [names, type, blob] = line.trim().split(/\s+/)
    return names?.split(',').includes(alias) && type !== undefined && blob !== undefined
      ? [`${type} ${blob}`]
      : []
  })

/** The text that pins keys under a name. Comments of keys are left out. */
export const pinned = (alias: string, keys: readonly string[]): string =>
  keys.map(key => `${alias} ${key.split(' ').slice(0, 2).join(' ')}\n`).join('')

/** As `ssh-keygen -l` shows it: `ED25519 SHA256:…`. */
export const fingerprint = (key: string): string => {
  const [type = '', blob = ''] = key.split(' ')
  const digest = createHash('sha256').update(Buffer.from(blob, 'base64')).digest('base64').replace(/=+$/, '')
  return `${type.replace(/^ssh-/, '').toUpperCase()} SHA256:${digest}`
}

/** The text of the project's file; empty where there is none yet. Throws `file-access`. */
export const readKnownHosts = (path: string): string => {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw failure('file-access', `can't read ${path}`, { cause: error })
  }
}

/** Adds keys under a name, in one write at the end of the file: others may add theirs at the same time. */
export const recordKeys = (path: string, alias: string, keys: readonly string[]): void => {
  try {
    mkdirSync(dirname(path), { recursive: true })
    writeFileSync(path, pinned(alias, keys), { flag: 'a', mode: 0o644 })
  } catch (error) {
    throw failure('file-access', `can't write ${path}`, { cause: error })
  }
}
