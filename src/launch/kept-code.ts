/**
 * The machine code of the commands in the user's cache, as V8 hands it out, after its checksum: V8 itself looks only at
 * the version, the flags and the length of the source.
 */
import { createHash } from 'node:crypto'
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { cacheFolder } from '../process/cache-folder.js'
import { codeName } from './code-name.js'

/** The build takes it off the code that it ships. */
const checksumLength = 32

const checksum = (code: Uint8Array): Buffer => createHash('sha256').update(code).digest()

/**
 * The code in the user's cache; undefined where there is none, or none that is whole. It will be run: what somebody else
 * could have written is left alone.
 */
export const readKeptCode = (id: string): Buffer | undefined => {
  const folder = cacheFolder(process.env)
  return folder === undefined ? undefined : read(join(folder, codeName(id)))
}

const read = (file: string): Buffer | undefined => {
  let descriptor: number | undefined
  try {
    descriptor = openSync(file, 'r')
    if (!isOwn(descriptor)) return undefined
    const all = readFileSync(descriptor)
    const code = all.subarray(checksumLength)
    return checksum(code).equals(all.subarray(0, checksumLength)) ? code : undefined
  } catch {
    return undefined
  } finally {
    if (descriptor !== undefined) closeSync(descriptor)
  }
}

const isOwn = (descriptor: number): boolean => {
  const { uid, mode } = fstatSync(descriptor)
  return uid === process.getuid?.() && (mode & 0o022) === 0
}

/** Puts code into the user's cache, whole or not at all. Without a cache that can be written nothing happens. */
export const keepCode = (id: string, code: Uint8Array): void => {
  const folder = cacheFolder(process.env)
  if (folder === undefined) return
  const draft = join(folder, `${codeName(id)}.${process.pid}.new`)
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(draft, Buffer.concat([checksum(code), code]), { mode: 0o600 })
    renameSync(draft, join(folder, codeName(id)))
  } catch {
    tryRemove(draft)
  }
}

const tryRemove = (file: string): void => {
  try {
    rmSync(file, { force: true })
  } catch {
    // It was never there.
  }
}
