// Writes the pages of docs/ that are made from the sources: `npm run docs`.
import { fileURLToPath } from 'node:url'
import { runBundled } from './bundled.mjs'

process.chdir(fileURLToPath(new URL('..', import.meta.url)))
await runBundled('test/nix-lib/write-docs.ts', [])
