// How long `terrane watch` takes from a save to its word, by engine: the time that a person waits. Beside it the time of
// processors, its own and its children's: what the wait would be on a machine with nothing else to do.
//
//   npm run build && node bench/watch.mjs [--rounds 9]
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { generate } from './generate.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [, given] = /^--rounds[= ](\d+)$/.exec(process.argv.slice(2).join(' ')) ?? []
const rounds = Number(given ?? 9)

/** Seconds of processors that a process and its ended children have used (proc(5), /proc/PID/stat). */
const processorSeconds = pid => {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return fields.slice(11, 15).reduce((sum, ticks) => sum + Number(ticks), 0) / 100
}

/** Resolves to the seconds of each save, and what terrane itself says that the check took. */
const watch = async (project, file, engine) => {
  const child = spawn(
    process.execPath,
    [join(root, 'dist', 'cli.cjs'), 'watch', '-f', join(project, file), '--json', '--engine', engine],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { ...process.env, NIX_CONFIG: process.env.NIX_CONFIG ?? 'substituters =' },
    },
  )
  const checks = []
  let wake = () => {}
  createInterface({ input: child.stdout }).on('line', line => {
    const event = JSON.parse(line)
    if (event.type !== 'checked') return
    if (!event.ok) throw new Error('the project is wrong')
    checks.push({ at: performance.now(), seconds: event.seconds })
    wake()
  })
  const checked = async count => {
    while (checks.length < count)
      await new Promise(resolve => {
        wake = resolve
      })
    return checks[count - 1]
  }
  try {
    const first = await checked(1)
    const text = readFileSync(join(project, file), 'utf8')
    const waits = []
    for (let round = 0; round < rounds; round++) {
      await new Promise(resolve => setTimeout(resolve, 100))
      const used = processorSeconds(child.pid)
      const saved = performance.now()
      writeFileSync(join(project, file), `${text}# ${round}\n`)
      const { at } = await checked(round + 2)
      waits.push({ wait: (at - saved) / 1000, used: processorSeconds(child.pid) - used })
    }
    return { first: first.seconds, waits }
  } finally {
    child.kill('SIGTERM')
  }
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]

const folder = mkdtempSync(join(tmpdir(), 'terrane-bench-'))
try {
  for (const count of [10, 100, 1_000]) {
    const project = join(folder, String(count))
    generate(project, count)
    console.log(`${count} resources`)
    for (const engine of ['nix', 'embedded']) {
      const { first, waits } = await watch(project, 'layers.nix', engine)
      const wait = median(waits.map(one => one.wait))
      const best = Math.min(...waits.map(one => one.wait))
      console.log(
        `  ${engine.padEnd(10)} first ${first.toFixed(3)} s, a save ${wait.toFixed(3)} s (best ${best.toFixed(3)} s), of processors ${median(waits.map(one => one.used)).toFixed(2)} s`,
      )
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
