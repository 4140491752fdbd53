// The documentation as a site: `npm run site` builds it to docs/.vitepress/dist, `npm run site -- --serve` shows it at
// http://localhost:4173 as well. What builds it is apart from the rest (docs/package.json) and is installed when it is missing.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeReference } from './site/reference.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const docs = join(root, 'docs')

const run = (program, args, cwd) => {
  const { status } = spawnSync(program, args, { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
  if (status !== 0) process.exit(status ?? 1)
}

const lock = readFileSync(join(docs, 'package-lock.json'), 'utf8')
const stamp = join(docs, 'node_modules', '.terrane-installed')
if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== lock) {
  console.error('installing what builds the site (npm ci in docs/) …')
  run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], docs)
  writeFileSync(stamp, lock)
}

await writeReference(root)
const vitepress = join(docs, 'node_modules', 'vitepress', 'bin', 'vitepress.js')
run(process.execPath, [vitepress, 'build', docs], root)
console.log('\nThe site is in docs/.vitepress/dist.')
if (process.argv.includes('--serve')) run(process.execPath, [vitepress, 'preview', docs], root)
