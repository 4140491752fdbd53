// The main job on examples/quickstart: compile it, apply it where tofu or terraform is on PATH, show the result. Works
// in .demo/, so that the example stays as it is; run it twice and the second run has nothing to do.
import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, readFileSync } from 'node:fs'
import { delimiter, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const command = join(root, 'dist', 'cli.cjs')
const example = 'examples/quickstart'
const folder = '.demo'

const isOnPath = program =>
  (process.env.PATH ?? '').split(delimiter).some(place => {
    try {
      accessSync(join(place, program), constants.X_OK)
      return true
    } catch {
      return false
    }
  })

const run = (program, args, options = {}) => {
  const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit', ...options })
  if (status !== 0) process.exit(status ?? 1)
}

const terrane = (...args) => {
  console.log(`\n$ terrane ${args.join(' ')}`)
  run(process.execPath, [command, ...args])
}

run(process.execPath, [join(root, 'scripts', 'build.mjs')])

console.log(`\n${example}/infra.nix is a Nix module. Its first lines:\n`)
console.log(
  readFileSync(join(root, example, 'infra.nix'), 'utf8')
    .split('\n')
    .slice(0, 14)
    .map(line => `    ${line}`)
    .join('\n'),
)

const entry = ['-f', example, '--workdir', folder]
terrane('compile', ...entry)

const driver = ['tofu', 'terraform'].find(isOnPath)
if (driver === undefined) {
  console.log(readFileSync(join(root, folder, 'config.tf.json'), 'utf8'))
  console.log('There is neither tofu nor terraform on PATH. With one of them, this would follow:')
  console.log(`\n    terrane apply ${entry.join(' ')}\n`)
} else {
  terrane('apply', ...entry, '--auto-approve')
  terrane('output', ...entry)
  const state = join(root, folder, 'terraform.tfstate')
  console.log(
    `\nThe document is ${folder}/config.tf.json${existsSync(state) ? `, the state ${relative(root, state)}` : ''}.`,
  )
  console.log(`Change ${example}/settings.nix and run this again; take it all away with:\n`)
  console.log(`    node dist/cli.cjs destroy ${entry.join(' ')}\n`)
}
