/** The long run: `npm run oracle -- [--programs N] [--seed N] [--show N]`. Ends with 1 where anything differs. */
import { parseArgs } from 'node:util'
import fc from 'fast-check'
import { compare } from './compare.js'
import { ourOutcome } from './ours.js'
import { agree, type Mismatch } from './outcome.js'
import { programs } from './programs.js'
import { realOutcome } from './real.js'
import { reduce } from './reduce.js'

const { values: options } = parseArgs({
  options: {
    programs: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    show: { type: 'string', default: '10' },
  },
})

const total = Number(options.programs)
const chunk = 1000
const start = performance.now()
const mismatches: Mismatch[] = []
let succeeded = 0
let failed = 0

for (let done = 0; done < total; done += chunk) {
  const numRuns = Math.min(chunk, total - done)
  // Its own seed for each chunk, so that a chunk can be repeated alone.
  const sources = fc.sample(programs(), { seed: Number(options.seed) + done, numRuns })
  const result = await compare(sources, ourOutcome)
  succeeded += result.succeeded
  failed += result.failed
  mismatches.push(...result.mismatches)
  console.error(`${done + numRuns} programs, ${mismatches.length} differ`)
}

const differs = async (program: string) => {
  const ours = await ourOutcome(program)
  return !agree(ours, realOutcome(program))
}

for (const { program } of mismatches.slice(0, Number(options.show))) {
  const smallest = await reduce(program, differs)
  console.log(`\n${smallest}`)
  console.log('  ours:', JSON.stringify(await ourOutcome(smallest)).slice(0, 300))
  console.log('  nix: ', JSON.stringify(realOutcome(smallest)).slice(0, 300))
}
const seconds = ((performance.now() - start) / 1000).toFixed(0)
console.log(
  `\n${total} programs, seed ${options.seed}: ${succeeded} have a value, ${failed} fail in ours, ${mismatches.length} differ from Nix (${seconds} s)`,
)
process.exitCode = mismatches.length > 0 ? 1 : 0
