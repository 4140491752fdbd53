// Runs a TypeScript program of the repository: bundles it next to the dependencies, then starts it with the arguments.
import { spawnSync } from 'node:child_process'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Ends the process with the status of the program. `entry` is relative to the repository. */
export const runBundled = async (entry, args, nodeOptions = []) => {
  const outfile = join(root, 'node_modules', '.cache', 'terrane', `${basename(entry, '.ts')}.mjs`)
  await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  const { status } = spawnSync(process.execPath, [...nodeOptions, '--enable-source-maps', outfile, ...args], {
    stdio: 'inherit',
  })
  process.exit(status ?? 1)
}
