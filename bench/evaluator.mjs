// The embedded evaluator beside the real Nix, whole processes, one after the other in one run: the ratios say something
// on any machine, the seconds only on this one.
//
//   npm run build && node bench/evaluator.mjs [--rounds 5] [--lib FOLDER]
//
// FOLDER is nixpkgs' lib; without it that row is left out.

import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { compare } from './measure.mjs'

const { values: flags } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, lib: { type: 'string' } },
})
const cli = fileURLToPath(new URL('../dist/cli.cjs', import.meta.url))
const env = { ...process.env, NIX_CONFIG: process.env.NIX_CONFIG ?? 'substituters =' }

const touched = folder => `
  let
    lib = import ${folder};
    functions = builtins.filter (name: builtins.isFunction lib.\${name}) (builtins.attrNames lib);
  in builtins.length (builtins.genList (n: builtins.seq lib.\${builtins.elemAt functions n} n) 100)
    + builtins.stringLength (lib.concatMapStringsSep "," toString (lib.range 1 100))
    + builtins.length (lib.unique (lib.sort lib.lessThan (lib.flatten [ 3 [ 1 [ 2 ] ] 1 ])))`

const programs = [
  ['nothing', '1'],
  ['fib 27', 'let fib = n: if n < 2 then n else fib (n - 1) + fib (n - 2); in fib 27'],
  [
    'list of 1,000,000',
    "builtins.foldl' (a: b: a + b) 0 (builtins.filter (n: n > 10) (map (n: n * 2) (builtins.genList (n: n) 1000000)))",
  ],
  [
    'set of 100,000',
    `let
      set = builtins.listToAttrs (builtins.genList (n: { name = "n\${toString n}"; value = n; }) 100000);
      changed = builtins.mapAttrs (name: value: value + 1) (set // { extra = 1; });
    in builtins.foldl' (a: b: a + b) 0 (builtins.attrValues changed)`,
  ],
  [
    'strings',
    `builtins.stringLength (builtins.concatStringsSep "," (builtins.genList (n: "\${toString n}-x") 200000))`,
  ],
  ...(flags.lib === undefined ? [] : [['nixpkgs’ lib, 100 functions', touched(resolve(flags.lib))]]),
]

const commands = programs.map(([, expression]) => [
  { program: 'nix-instantiate', args: ['--eval', '--strict', '-E', expression], options: { env } },
  {
    program: process.execPath,
    args: [cli, 'eval', '--engine', 'embedded', '-E', expression],
    options: { env },
  },
])
const node = { program: process.execPath, args: ['-e', '0'], options: { env } }
const [start, ...results] = await compare([node, ...commands.flat()], Number(flags.rounds))

const figures = ({ seconds, mebibytes }) =>
  `${seconds.toFixed(3).padStart(7)} s ${mebibytes.toFixed(0).padStart(5)} MiB`

console.log(`${'node -e 0'.padEnd(28)}${figures(start)}`)
for (const [index, [name]] of programs.entries()) {
  const [real, ours] = results.slice(index * 2, index * 2 + 2)
  const ratio = `${(ours.seconds / real.seconds).toFixed(2)} × the time, ${(ours.mebibytes / real.mebibytes).toFixed(2)} × the memory`
  console.log(`${name.padEnd(28)}nix ${figures(real)}   embedded ${figures(ours)}   ${ratio}`)
}
