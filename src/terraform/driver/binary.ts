/** Which program to drive: OpenTofu or Terraform, found, asked for its version and found new enough. */
import { accessSync, constants, readFileSync, realpathSync, statSync, writeFileSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { run } from '../../process/run.js'
import { toolMissing } from '../../process/start-failure.js'
import { isOlder } from '../version.js'

export type Dialect = 'tofu' | 'terraform'

export interface Binary {
  /** An absolute path. */
  readonly path: string
  readonly dialect: Dialect
  readonly version: string
}

/**
 * Older ones lack what the driver rests on: events of `init` in JSON (OpenTofu 1.8), ephemeral values that a saved plan
 * leaves out (Terraform 1.11 is what everything was measured with).
 */
const oldest: Readonly<Record<Dialect, string>> = { tofu: '1.8.0', terraform: '1.11.0' }

const productNames: Readonly<Record<Dialect, string>> = { tofu: 'OpenTofu', terraform: 'Terraform' }

export const dialects = ['tofu', 'terraform'] as const

export interface BinaryOptions {
  /** `--bin`: a path, or a name on PATH. */
  readonly bin?: string
  /** `--dialect`, or what the project or its state demands. */
  readonly dialect?: Dialect
  /** Where PATH and relative paths start. */
  readonly cwd: string
  /** A file that remembers the version of the program last used: asking costs 70 ms. */
  readonly cache: string
}

/** Finds the program. Throws `tool-missing`, `tool-version`, or `usage` when `--bin` and `--dialect` disagree. */
export const findBinary = async (options: BinaryOptions): Promise<Binary> => {
  const path = locateBinary(options)
  const binary = readCache(path, options.cache) ?? (await identifyBinary(path, options.cache))
  if (options.dialect !== undefined && binary.dialect !== options.dialect) {
    throw failure('usage', `${path} is ${productNames[binary.dialect]}, but ${options.dialect} is asked for`)
  }
  requireVersion(binary)
  return binary
}

const locateBinary = ({ bin, dialect, cwd }: BinaryOptions): string => {
  const names = bin !== undefined ? [bin] : dialect !== undefined ? [dialect] : dialects
  for (const name of names) {
    const found = name.includes('/') ? executable(resolve(cwd, name)) : onPath(name, cwd)
    if (found !== undefined) return found
  }
  if (bin !== undefined || dialect !== undefined) throw toolMissing(bin ?? dialect ?? '')
  throw failure('tool-missing', 'neither tofu nor terraform is on PATH', {
    hint: 'install OpenTofu (https://opentofu.org/docs/intro/install) or Terraform, or name a program with --bin PATH',
  })
}

const onPath = (name: string, cwd: string): string | undefined => {
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const found = executable(resolve(cwd, join(folder, name)))
    if (found !== undefined) return found
  }
  return undefined
}

const executable = (path: string): string | undefined => {
  try {
    accessSync(path, constants.X_OK)
    return statSync(path).isFile() ? path : undefined
  } catch {
    return undefined
  }
}

const identifyBinary = async (path: string, cache: string): Promise<Binary> => {
  // Its check for a newer version would ask a server on the network.
  const { stdout, stderr } = await run(path, ['version'], { env: { CHECKPOINT_DISABLE: '1' } })
  const binary = parseVersion(path, stdout)
  if (binary === undefined) {
    throw failure('tool-version', `${path} is neither OpenTofu nor Terraform`, {
      notes: [`'${path} version' printed: ${(stdout || stderr).trim().split('\n')[0]}`],
    })
  }
  writeCache(binary, cache)
  return binary
}

/** Reads the first line of `tofu version` or `terraform version`. */
export const parseVersion = (path: string, text: string): Binary | undefined => {
  const match = /^(OpenTofu|Terraform) v(\d+\.\d+\.\d+\S*)/m.exec(text)
  if (match === null) return undefined
  return { path, dialect: match[1] === 'OpenTofu' ? 'tofu' : 'terraform', version: match[2]! }
}

/** Throws `tool-version` for a program that is too old. */
export const requireVersion = (binary: Binary): void => {
  const least = oldest[binary.dialect]
  if (!isOlder(binary.version, least)) return
  const name = productNames[binary.dialect]
  throw failure('tool-version', `${name} ${binary.version} is too old`, {
    notes: [`it is ${binary.path}`],
    hint: `install ${name} ${least} or newer, or name another program with --bin PATH`,
  })
}

interface CacheRecord extends Binary {
  readonly real: string
  readonly size: number
  readonly modified: number
}

const stamp = (path: string) => {
  const real = realpathSync(path)
  const { size, mtimeMs } = statSync(real)
  return { real, size, modified: mtimeMs }
}

/** A cache that can't be read or written is no error: the program is asked again. */
const readCache = (path: string, cache: string): Binary | undefined => {
  try {
    const record = JSON.parse(readFileSync(cache, 'utf8')) as CacheRecord
    const now = stamp(path)
    const same =
      record.path === path &&
      record.real === now.real &&
      record.size === now.size &&
      record.modified === now.modified
    return same ? { path, dialect: record.dialect, version: record.version } : undefined
  } catch {
    return undefined
  }
}

const writeCache = (binary: Binary, cache: string): void => {
  try {
    writeFileSync(cache, `${JSON.stringify({ ...binary, ...stamp(binary.path) }, null, 2)}\n`)
  } catch {}
}
