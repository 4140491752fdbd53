// What deployments to NixOS hosts cost, on namespaces of this machine: ten hosts against one, guarded against plain.
//
//   npm run bench:deploy [-- COUNT]      (as root; see CONTRIBUTING.md for what else the hosts need)
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const source = fileURLToPath(new URL('../test/nixos/bench', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'terrane-bench-'))
const nixConfig = 'substituters =\nbuild-users-group =\nsandbox = false'
try {
  await build({
    entryPoints: [join(source, 'measure.ts')],
    outfile: join(folder, 'measure.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'warning',
    // The scripts of the hosts lie beside the sources.
    define: { 'import.meta.dirname': JSON.stringify(source) },
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  })
  const { status } = spawnSync(
    process.execPath,
    [...process.execArgv, join(folder, 'measure.mjs'), ...process.argv.slice(2)],
    { stdio: 'inherit', env: { ...process.env, NIX_CONFIG: process.env.NIX_CONFIG ?? nixConfig } },
  )
  process.exitCode = status ?? 1
} finally {
  rmSync(folder, { recursive: true, force: true })
}
