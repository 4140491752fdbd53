// Runs a TypeScript program of the repository: bundles it next to the dependencies, then starts it with the arguments.
import { spawnSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** Bundles a program, `entry` relative to the repository, and gives the path of the bundle. */
export const bundle = async entry => {
  const outdir = join(root, 'node_modules', '.cache', 'terrane')
  const name = basename(entry, '.ts')
  await build({
    absWorkingDir: root,
    // The evaluator starts its worker from the file beside it.
    entryPoints: { [name]: entry, 'embedded-worker': 'src/nix/embedded-worker.ts' },
    outdir,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    sourcemap: 'inline',
    logLevel: 'warning',
  })
  // Below node_modules the type of the repository's own package does not hold.
  writeFileSync(join(outdir, 'package.json'), '{ "type": "module" }\n')
  return join(outdir, `${name}.js`)
}

/** Ends the process with the status of the program. `entry` is relative to the repository. */
export const runBundled = async (entry, args, nodeOptions = []) => {
  const { status } = spawnSync(
    process.execPath,
    [...nodeOptions, '--enable-source-maps', await bundle(entry), ...args],
    { stdio: 'inherit' },
  )
  process.exit(status ?? 1)
}
