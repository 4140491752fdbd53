// Runs nixpkgs' own suites of its lib, with its lib and with the bundled one, on Nix and on the embedded evaluator:
// `npm run nixpkgs-suites -- NIXPKGS/lib [--engine nix|embedded] [--lib nixpkgs|bundled] [--list]`.
// The suites stay where they are: they are copied, each time, into a temporary folder beside the lib that they try.
import { spawnSync } from 'node:child_process'
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { bundle } from './bundled.mjs'

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { engine: { type: 'string' }, lib: { type: 'string' }, list: { type: 'boolean' } },
})
const [nixpkgs] = positionals.map(path => resolve(path))
if (nixpkgs === undefined) {
  console.error(
    'usage: npm run nixpkgs-suites -- NIXPKGS/lib [--engine nix|embedded] [--lib nixpkgs|bundled] [--list]',
  )
  process.exit(64)
}

const libs = { nixpkgs, bundled: fileURLToPath(new URL('../nix/lib', import.meta.url)) }
const chosen = (all, one) => (one === undefined ? all : all.filter(name => name === one))
const folder = mkdtempSync(join(tmpdir(), 'terrane-suites-'))

/** A folder to put before PATH, in which `nix-instantiate` is the engine. */
const programs = async engine => {
  const bin = join(folder, `bin-${engine}`)
  mkdirSync(bin)
  if (engine === 'embedded') {
    const program = join(bin, 'nix-instantiate')
    const shim = await bundle('test/nix-lib/nixpkgs-suites/instantiate.ts')
    writeFileSync(program, `#!/bin/sh\nexec '${process.execPath}' '${shim}' "$@"\n`)
    chmodSync(program, 0o755)
  }
  return bin
}

const suitesBeside = lib => {
  const here = join(folder, lib, 'lib')
  cpSync(libs[lib], here, { recursive: true })
  cpSync(join(nixpkgs, 'tests'), join(here, 'tests'), { recursive: true })
  return here
}

const start = (bin, command, args, cwd) =>
  spawnSync(command, args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  })

/** The suite counts by itself. */
const modules = (bin, lib) => {
  const { stdout, stderr } = start(bin, 'bash', [join(lib, 'tests', 'modules.sh')], lib)
  if (values.list) console.log(`${stdout}${stderr}`.replaceAll(folder, '…'))
  const [passed, failed] = ['Pass', 'Fail'].map(word =>
    Number(new RegExp(`^(\\d+) ${word}$`, 'm').exec(stdout)?.[1]),
  )
  return { passed, of: passed + failed }
}

/** runTests evaluates all cases together: here each has an attribute, so that one that fails hides no other. */
const misc = (bin, lib) => {
  const name = join(lib, 'tests', 'misc-cases.nix')
  writeFileSync(
    name,
    `let
      lib = (import ../default.nix).extend (_: _: { runTests = cases: cases; });
      cases = scopedImport { import = path: if toString path == toString ../default.nix then lib else import path; } ./misc.nix;
      passes = case: let tried = builtins.tryEval (case.expr == case.expected); in tried.success && tried.value;
    in builtins.mapAttrs (_: passes) (removeAttrs cases (builtins.filter (name: builtins.substring 0 4 name != "test") (builtins.attrNames cases)))`,
  )
  const evaluate = attribute =>
    start(
      bin,
      'nix-instantiate',
      ['--eval', '--strict', '--json', ...(attribute ? ['-A', attribute] : []), name],
      lib,
    )
  const names = JSON.parse(
    start(
      bin,
      'nix-instantiate',
      ['--eval', '--strict', '--json', '-E', `builtins.attrNames (import ${name})`],
      lib,
    ).stdout,
  )
  const together = evaluate('')
  const results =
    together.status === 0
      ? JSON.parse(together.stdout)
      : Object.fromEntries(names.map(one => [one, evaluate(one).stdout.trim() === 'true']))
  const failed = names.filter(one => !results[one])
  if (values.list && failed.length > 0) console.log(`misc.nix: ${failed.join(', ')}`)
  return { passed: names.length - failed.length, of: names.length }
}

try {
  for (const engine of chosen(['nix', 'embedded'], values.engine)) {
    const bin = await programs(engine)
    for (const lib of chosen(['nixpkgs', 'bundled'], values.lib)) {
      const beside = suitesBeside(lib)
      const results = { 'modules.sh': modules(bin, beside), 'misc.nix': misc(bin, beside) }
      for (const [suite, { passed, of }] of Object.entries(results))
        console.log(
          `${suite} with ${lib === 'nixpkgs' ? "nixpkgs' lib" : 'the bundled lib'} on ${engine}: ${passed} of ${of}`,
        )
      rmSync(join(folder, lib), { recursive: true, force: true })
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
