// Runs the language tests of a checkout of Nix: `npm run lang-tests -- CHECKOUT/tests/functional/lang [--list]`.
import { runBundled } from './bundled.mjs'

await runBundled('test/nix/conformance/lang-tests.ts', process.argv.slice(2))
