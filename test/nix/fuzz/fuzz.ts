/**
 * The long run: `npm run fuzz -- [--inputs N] [--seed N] [FOLDER…]`. Ends with 1 on a crash or a hang in the parser.
 * A mutated program may run forever by right: a hang or a lack of memory while evaluating counts only where the real
 * Nix comes to an end.
 */
import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { isMainThread } from 'node:worker_threads'
import { hasNix } from '../real/nix.js'
import { readCorpus } from './corpus.js'
import { mutant } from './mutate.js'
import { growSeeds } from './seeds.js'
import { type Finding, watch } from './watch.js'
import { work } from './worker.js'

const main = async () => {
  const { values: options, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      inputs: { type: 'string', default: '100000' },
      seed: { type: 'string', default: '1' },
      show: { type: 'string', default: '10' },
    },
  })
  const total = Number(options.inputs)
  const seed = Number(options.seed)
  const corpus = [...growSeeds(300), ...readCorpus(['fixtures', 'examples', 'nix', ...positionals])]
  const limits = { parseMilliseconds: 3000, evaluateMilliseconds: 5000, megabytes: 1500 }
  const start = performance.now()
  const watched = await watch(
    new URL(import.meta.url),
    { corpus, seed },
    total,
    limits,
    (done, { findings }) => console.error(`${done} inputs, ${findings.length} notes`),
  )

  const isFinding = ({ kind, index }: Finding) =>
    kind === 'crash' || kind === 'hang while parsing' || endsInNix(mutant(corpus, seed + index))
  const findings = watched.findings.filter(isFinding)
  for (const { index, kind, detail } of findings.slice(0, Number(options.show))) {
    console.log(`\ninput ${index}: ${kind}: ${detail.split('\n').slice(0, 6).join('\n')}`)
    console.log(JSON.stringify(mutant(corpus, seed + index).slice(0, 1500)))
  }
  const seconds = ((performance.now() - start) / 1000).toFixed(0)
  console.log(
    `\n${total} inputs, seed ${seed}, ${corpus.length} files: ${watched.values} values, ${watched.failures} errors, ` +
      `${watched.findings.length - findings.length} without an end in the real Nix either, ${findings.length} findings (${seconds} s)`,
  )
  process.exitCode = findings.length > 0 ? 1 : 0
}

/** Whether the real Nix gets somewhere in ten seconds and two gigabytes. Without it nobody knows: then it does not count. */
const endsInNix = (bytes: string): boolean => {
  if (!hasNix) return false
  const { status } = spawnSync(
    'sh',
    ['-c', 'ulimit -v 2000000; exec timeout 10 nix-instantiate --eval --strict --pure-eval -'],
    { input: Buffer.from(bytes, 'latin1'), stdio: ['pipe', 'ignore', 'ignore'] },
  )
  return status === 0 || status === 1
}

await (isMainThread ? main() : work())
