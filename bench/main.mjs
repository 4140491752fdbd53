// How long a compile takes and how much memory, whole process, beside `nix-instantiate` printing the same data with no
// module system at all. Ratios in one run say something on any machine; seconds only on this one.
//
//   npm run bench [-- --rounds 7]
//
// With TERRANE_TERRANIX and TERRANE_NIXPKGS_LIB (folders of terranix and of nixpkgs' lib) terranix' core runs too.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { generate } from './generate.mjs'
import { compare } from './measure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const [, given] = /^--rounds[= ](\d+)$/.exec(process.argv.slice(2).join(' ')) ?? []
const rounds = Number(given ?? 5)
const { TERRANE_TERRANIX: terranix, TERRANE_NIXPKGS_LIB: lib } = process.env
const options = { env: { ...process.env, NIX_CONFIG: process.env.NIX_CONFIG ?? 'substituters =' } }

const compile = (file, ...more) => ({
  program: process.execPath,
  args: [join(root, 'dist', 'cli.cjs'), 'compile', file, '-o', '-', ...more],
  options,
})
const instantiate = (...args) => ({
  program: 'nix-instantiate',
  args: ['--eval', '--strict', '--json', ...args],
  options,
})

const show = (name, result, base) =>
  console.log(
    `  ${name.padEnd(34)} ${result.seconds.toFixed(3).padStart(7)} s  ${(result.seconds / base.seconds).toFixed(2).padStart(6)} ×  ${result.mebibytes.toFixed(0).padStart(5)} MiB`,
  )

const folder = mkdtempSync(join(tmpdir(), 'terrane-bench-'))
try {
  for (const count of [1, 100, 1_000, 10_000]) {
    const project = join(folder, String(count))
    generate(project, count)
    const rows = [
      ['nix-instantiate, the data alone', instantiate(join(project, 'data.nix'))],
      ['terrane', compile(join(project, 'infra.nix'))],
      ['terrane, half overridden', compile(join(project, 'override.nix'))],
      ['terrane, two layers of overrides', compile(join(project, 'layers.nix'))],
      ['the same, embedded', compile(join(project, 'layers.nix'), '--engine', 'embedded')],
    ]
    if (lib !== undefined) {
      rows.push(['terrane, nixpkgs’ lib', compile(join(project, 'infra.nix'), '--lib', lib)])
      rows.push(['terrane, nixpkgs’ lib, overridden', compile(join(project, 'override.nix'), '--lib', lib)])
    }
    if (lib !== undefined && terranix !== undefined)
      for (const [name, file] of [
        ['terranix’ core', 'infra.nix'],
        ['terranix’ core, half overridden', 'override.nix'],
        ['terranix’ core, two layers', 'layers.nix'],
      ]) {
        const expression = join(project, `terranix-${file}`)
        writeFileSync(
          expression,
          `(import ${terranix}/core { pkgs = { lib = import ${lib}; }; modules = [ ./${file} ]; }).config\n`,
        )
        rows.push([name, instantiate(expression)])
      }
    const results = await compare(
      rows.map(([, command]) => command),
      rounds,
    )
    console.log(`${count} resource${count === 1 ? '' : 's'}`)
    for (const [index, [name]] of rows.entries()) show(name, results[index], results[0])
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
