// Bundles the command and the public API into dist/, one chunk a command: a command loads only what it needs.
import { createHash } from 'node:crypto'
import { rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

rmSync(join(root, 'dist'), { recursive: true, force: true })
await build({
  absWorkingDir: root,
  entryPoints: {
    cli: 'src/cli/main.ts',
    index: 'src/index.ts',
    // The embedded evaluator's thread with a deep stack.
    'embedded-worker': 'src/nix/embedded-worker.ts',
  },
  outdir: 'dist',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  sourcemap: 'linked',
  sourcesContent: false,
  minifySyntax: true,
  banner: {
    js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
  },
  logLevel: 'warning',
})

// The syntax trees of nix/, so that nobody has to parse it again. Made by the parser that was just built; its own text
// names it, in the cache of the user as well.
const { outputFiles } = await build({
  absWorkingDir: root,
  entryPoints: ['src/nix/bundle-trees.ts'],
  write: false,
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  logLevel: 'warning',
})
const [{ contents }] = outputFiles
const { bundleFolder } = await import(
  `data:text/javascript;base64,${Buffer.from(contents).toString('base64')}`
)
const id = createHash('sha256').update(contents).digest('hex').slice(0, 16)
writeFileSync(join(root, 'dist', 'nix-syntax'), bundleFolder(id, join(root, 'nix')), 'latin1')
