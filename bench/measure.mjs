// Whole-process time and memory of a command: what a user waits for and what the machine must have. Memory is the most
// that the process and those that it starts hold at one time: of those alive, the sum of their highest resident sizes.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Runs a command once. Resolves to { seconds, mebibytes, stdout }; rejects when it fails. */
export const measure = (program, args, options = {}) =>
  new Promise((resolve, reject) => {
    const started = performance.now()
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
    let kibibytes = 0
    const timer = setInterval(() => {
      kibibytes = Math.max(kibibytes, resident(child.pid))
    }, 4)
    let bytes = 0
    let errors = ''
    child.stdout.on('data', chunk => {
      bytes += chunk.length
    })
    child.stderr.on('data', chunk => {
      errors += chunk
    })
    child.on('error', reject)
    child.on('close', status => {
      clearInterval(timer)
      const seconds = (performance.now() - started) / 1000
      if (status !== 0)
        return reject(new Error(`${program} ${args.join(' ')}: exit status ${status}\n${errors}`))
      resolve({ seconds, mebibytes: kibibytes / 1024, bytes })
    })
  })

const resident = pid => {
  try {
    const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim()
    return children
      .split(' ')
      .reduce((sum, child) => sum + (child === '' ? 0 : resident(Number(child))), peak)
  } catch {
    // It has just ended.
    return 0
  }
}

/** Runs several commands in turn, `rounds` times, and gives each one's median: whatever disturbs, disturbs all. */
export const compare = async (commands, rounds) => {
  const results = commands.map(() => [])
  for (let round = 0; round < rounds; round++)
    for (const [index, { program, args, options }] of commands.entries())
      results[index].push(await measure(program, args, options))
  return results.map(runs => ({
    seconds: median(runs.map(run => run.seconds)),
    mebibytes: median(runs.map(run => run.mebibytes)),
  }))
}

const median = values => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]
