// What a plan of many resources costs beside Terraform: reading its events, reading the plan, showing it. Processor time
// and memory of terrane's own process, without the compile, against those of `terraform plan` and `terraform show`.
//
//   npm run build && node bench/plan.mjs [--count 10000]

import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const { values: flags } = parseArgs({ options: { count: { type: 'string', default: '10000' } } })
const count = Number(flags.count)
const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))
const ticks = 100

/** Runs a command; resolves to the processor seconds and the most memory of its own process, without its children. */
const measure = (program, args, cwd) =>
  new Promise((resolve, reject) => {
    const out = openSync(join(cwd, 'out.txt'), 'w')
    const child = spawn(program, args, { cwd, stdio: ['ignore', out, out] })
    let [cpu, mebibytes] = [0, 0]
    const look = () => {
      try {
        const stat = readFileSync(`/proc/${child.pid}/stat`, 'latin1')
        const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
        cpu = (Number(fields[11]) + Number(fields[12])) / ticks
        const peak = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
        if (peak !== undefined) mebibytes = Number(peak) / 1024
      } catch {
        // It has just ended.
      }
    }
    const timer = setInterval(look, 4)
    child.on('error', reject)
    child.on('exit', status => {
      clearInterval(timer)
      if (status === 0 || status === 2) resolve({ cpu, mebibytes })
      else
        reject(
          new Error(
            `${program} ${args.join(' ')}: ${readFileSync(join(cwd, 'out.txt'), 'utf8').slice(-2000)}`,
          ),
        )
    })
  })

const show = (name, { cpu, mebibytes }) =>
  console.log(`${name.padEnd(36)} ${cpu.toFixed(2).padStart(7)} s  ${mebibytes.toFixed(0).padStart(5)} MiB`)

const folder = mkdtempSync(join(tmpdir(), 'terrane-bench-'))
try {
  const infra = `{ ... }: {
  resource.terraform_data = builtins.listToAttrs (map (number: {
    name = "r\${toString number}";
    value.input = { name = "server-\${toString number}"; inherit number; tags = [ "a" "b" ]; };
  }) (builtins.genList (number: number) ${count}));
}\n`
  const ours = join(folder, 'terrane')
  mkdirSync(ours)
  writeFileSync(join(ours, 'infra.nix'), infra)
  const compile = await measure(process.execPath, [cli, 'compile'], ours)
  const theirs = join(folder, 'terraform')
  mkdirSync(theirs)
  writeFileSync(join(theirs, 'config.tf.json'), readFileSync(join(ours, 'config.tf.json')))
  await measure('terraform', ['init'], theirs)
  const plan = await measure('terraform', ['plan', '-json', '-out=p'], theirs)
  const shown = await measure('terraform', ['show', '-json', 'p'], theirs)
  const terraform = { cpu: plan.cpu + shown.cpu, mebibytes: Math.max(plan.mebibytes, shown.mebibytes) }
  await measure(process.execPath, [cli, 'init'], ours)
  const whole = await measure(process.execPath, [cli, 'plan'], ours)
  const own = { cpu: whole.cpu - compile.cpu, mebibytes: whole.mebibytes }
  console.log(`${count} resources`)
  show('terraform plan', plan)
  show('terraform show -json', shown)
  show('terrane compile', compile)
  show('terrane plan, without the compile', own)
  console.log(
    `terrane's share of Terraform's: ${(own.cpu / terraform.cpu).toFixed(2)} of the time, ${(own.mebibytes / terraform.mebibytes).toFixed(2)} of the memory`,
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}
