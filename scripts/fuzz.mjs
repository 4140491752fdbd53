// Feeds mutated Nix files to the parser and the evaluator: `npm run fuzz -- --inputs 100000 --seed 1 FOLDER…`.
import { runBundled } from './bundled.mjs'

await runBundled('test/nix/fuzz/fuzz.ts', process.argv.slice(2))
