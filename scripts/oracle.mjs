// Compares the embedded evaluator with the real Nix on random programs: `npm run oracle -- --programs 10000 --seed 1`.
import { runBundled } from './bundled.mjs'

await runBundled('test/nix/oracle/oracle.ts', process.argv.slice(2))
