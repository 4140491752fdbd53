// Bundles the command and the public API into dist/, and makes there what would only be made again by each run.

import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { generate } from './generate.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const dist = join(root, 'dist')
const idOf = text => createHash('sha256').update(text).digest('hex').slice(0, 16)

const common = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  sourcesContent: false,
  minifySyntax: true,
  logLevel: 'warning',
}

await generate()
rmSync(dist, { recursive: true, force: true })

// The public API, the embedded evaluator's thread with a deep stack, the thread of tests in JavaScript.
await build({
  ...common,
  entryPoints: {
    index: 'src/index.ts',
    test: 'src/test.ts',
    'embedded-worker': 'src/nix/embedded-worker.ts',
    'test-worker': 'src/project/testing/script/worker.ts',
    'test-hooks': 'src/project/testing/script/hooks.ts',
  },
  outdir: 'dist',
  splitting: true,
  format: 'esm',
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
})

// HashiCorp's parser for `terrane import hcl`, alone, and loaded by it alone. It finds its program one folder above itself.
await build({
  ...common,
  entryPoints: { index: '@cdktn/hcl2json' },
  // A module that no Node has, for Nodes that no longer count.
  external: ['performance'],
  outdir: 'dist/hcl2json/build',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  sourcemap: false,
})
const parser = join(root, 'node_modules', '@cdktn', 'hcl2json')
for (const name of ['main.wasm.gz', 'LICENSE']) copyFileSync(join(parser, name), join(dist, 'hcl2json', name))

// All commands in one file, each part of it run when it is first needed (src/launch/main.ts says why).
await build({
  ...common,
  entryPoints: { commands: 'src/cli/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  define: { 'import.meta.url': 'moduleUrl' },
  // What Node puts around a CommonJS file is in the file: a megabyte of text need not be copied for it.
  banner: {
    js: "(function (module, require, __filename) { const moduleUrl = require('node:url').pathToFileURL(__filename).href;",
  },
  footer: { js: '})' },
})
const commandsId = idOf(readFileSync(join(dist, 'commands.cjs')))
await build({
  ...common,
  entryPoints: { cli: 'src/launch/main.ts' },
  outdir: 'dist',
  outExtension: { '.js': '.cjs' },
  format: 'cjs',
  define: { commandsId: JSON.stringify(commandsId) },
  banner: { js: '#!/usr/bin/env node' },
})
chmodSync(join(dist, 'cli.cjs'), 0o755)

// The syntax trees of nix/, so that nobody has to parse it again. Made by the parser that was just built; its own text
// names it, in the cache of the user as well.
const { outputFiles } = await build({
  ...common,
  entryPoints: ['src/nix/bundle-trees.ts'],
  sourcemap: false,
  write: false,
  format: 'esm',
})
const [{ contents }] = outputFiles
const { bundleFolder } = await import(
  `data:text/javascript;base64,${Buffer.from(contents).toString('base64')}`
)
writeFileSync(join(dist, 'nix-syntax'), bundleFolder(idOf(contents), join(root, 'nix')), 'latin1')

// The machine code of what a compile runs, for this Node: from the cache of a user that never was.
const cache = mkdtempSync(join(tmpdir(), 'terrane-build-'))
try {
  execFileSync(
    process.execPath,
    [join(dist, 'cli.cjs'), 'compile', 'scripts/warm-up', '--engine', 'embedded', '-o', '-'],
    { cwd: root, env: { ...process.env, TERRANE_CACHE: '', XDG_CACHE_HOME: cache }, stdio: 'pipe' },
  )
  // What is shipped needs no checksum (the first 32 bytes, src/launch/kept-code.ts).
  for (const name of readdirSync(join(cache, 'terrane')).filter(name => name.startsWith('code-')))
    writeFileSync(join(dist, name), readFileSync(join(cache, 'terrane', name)).subarray(32))
} finally {
  rmSync(cache, { recursive: true, force: true })
}
