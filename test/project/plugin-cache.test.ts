import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { aloneInPluginCache, pluginCache } from '../../src/project/plugin-cache.js'
import { scratch } from '../support/scratch.js'

const before = process.env.TF_PLUGIN_CACHE_DIR
afterEach(() => {
  if (before === undefined) delete process.env.TF_PLUGIN_CACHE_DIR
  else process.env.TF_PLUGIN_CACHE_DIR = before
})

it('one at a time uses a shared folder of providers', async () => {
  process.env.TF_PLUGIN_CACHE_DIR = scratch()
  let inside = 0
  const use = () =>
    aloneInPluginCache(async () => {
      expect(++inside).toBe(1)
      await sleep(20)
      inside--
    })
  await Promise.all([use(), use(), use()])
  expect(readdirSync(process.env.TF_PLUGIN_CACHE_DIR)).toEqual([])
})

it('the lock of a terrane that is gone keeps nobody out', async () => {
  const folder = scratch()
  process.env.TF_PLUGIN_CACHE_DIR = folder
  writeFileSync(join(folder, '.terrane-lock'), JSON.stringify({ pid: process.pid, started: 'before' }))
  expect(await aloneInPluginCache(async () => 'done')).toBe('done')
})

it('is found in the environment and in the configuration of the program', () => {
  const folder = scratch()
  mkdirSync(join(folder, 'cache'))
  const file = join(folder, 'rc')
  writeFileSync(file, '# plugin_cache_dir = "/no"\nplugin_cache_dir = "$BASE/cache"\n')
  expect(pluginCache({ TF_CLI_CONFIG_FILE: file, BASE: folder })).toBe(join(folder, 'cache'))
  expect(pluginCache({ TF_CLI_CONFIG_FILE: file, TF_PLUGIN_CACHE_DIR: '/c' })).toBe('/c')
  expect(pluginCache({ TF_CLI_CONFIG_FILE: join(folder, 'none') })).toBeUndefined()
})
