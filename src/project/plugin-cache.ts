/**
 * A folder of downloaded providers that several projects share (TF_PLUGIN_CACHE_DIR, or `plugin_cache_dir` in the CLI's
 * configuration). Terraform's documentation says of it that two `init`s at once are not safe; here one waits for the
 * other. https://developer.hashicorp.com/terraform/cli/config/config-file#provider-plugin-cache
 */
import { readFileSync, rmSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { identify, isAlive, type ProcessIdentity } from '../process/alive.js'
import { createExclusively, readIfThere } from './atomic-write.js'

const interval = 50

/** Runs `body` when no other terrane of this machine uses the cache; at once where there is no cache. */
export const aloneInPluginCache = async <T>(body: () => Promise<T>): Promise<T> => {
  const folder = pluginCache(process.env)
  if (folder === undefined || !isFolder(folder)) return await body()
  const lock = join(folder, '.terrane-lock')
  const mine = `${JSON.stringify(identify(process.pid))}\n`
  while (!take(lock, mine)) await sleep(interval)
  try {
    return await body()
  } finally {
    rmSync(lock, { force: true })
  }
}

/** A cache that only others may write to is of no use to lock, and Terraform only reads it. */
const take = (lock: string, mine: string): boolean => {
  try {
    if (createExclusively(lock, mine)) return true
    const holder = readIfThere(lock)
    if (holder !== undefined && !isHeld(holder)) rmSync(lock, { force: true })
    return false
  } catch {
    return true
  }
}

const isHeld = (text: string): boolean => {
  try {
    return isAlive(JSON.parse(text) as ProcessIdentity)
  } catch {
    return false
  }
}

/** Where the cache is, by the environment or the CLI's configuration. */
export const pluginCache = (env: NodeJS.ProcessEnv): string | undefined => {
  if (env.TF_PLUGIN_CACHE_DIR) return env.TF_PLUGIN_CACHE_DIR
  const files = env.TF_CLI_CONFIG_FILE
    ? [env.TF_CLI_CONFIG_FILE]
    : [join(homedir(), '.tofurc'), join(homedir(), '.terraformrc')]
  for (const file of files) {
    const found = /^\s*plugin_cache_dir\s*=\s*"([^"]+)"/m.exec(textOf(file))?.[1]
    if (found !== undefined)
      return found
        .replace(/^~(?=\/)/, homedir())
        .replace(/\$(\w+)|\$\{(\w+)\}/g, (_, a, b) => env[a ?? b] ?? '')
  }
  return undefined
}

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return ''
  }
}

const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
