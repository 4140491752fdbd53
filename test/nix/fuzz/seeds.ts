import fc from 'fast-check'
import { programs } from '../oracle/programs.js'

/** Small programs that together use every construct of the language: a corpus where no folder is given. */
export const seeds: readonly string[] = [
  'let f = { a, b ? a + 1, ... }@args: a + b; in f { a = 1; c = 2; }',
  'rec { x = 1; y = x + 1; "a b" = y; ${"dyn"} = 2; inherit ({ z = 3; }) z; n.e.s.t = 4; }',
  "let s = ''\n  indented ${toString 1}\n    more ''${x} '''\n''; in \"a\\n${s}\\t\\${b}\"",
  'with { a = 1; }; [ a (-a) (!true) (a == 1 -> false) (1.5 / 2) ]',
  'if { a.b = 1; } ? a.b then { a = 1; }.a or 2 else assert false; null',
  'builtins.foldl\' (acc: x: acc // { ${x} = builtins.stringLength x; }) { } [ "a" "bc" "def" ]',
  'builtins.sort (a: b: a.k < b.k) [ { k = 2; } { k = 1; } ]',
  'builtins.match "([a-z]+)-([0-9.]*)" "name-1.2" ++ builtins.split "(,)" "a,b"',
  'builtins.fromJSON (builtins.toJSON { a = [ 1 2.5 null true "x\\u0041" ]; })',
  'builtins.fromTOML "a = 1\\n[t]\\nb = [1, 2]\\n"',
  'let d = derivation { name = "d"; system = "x"; builder = "b"; args = [ "${builtins.toFile "f" "t"}" ]; }; in d.outPath',
  'builtins.genericClosure { startSet = [ { key = 1; } ]; operator = i: if i.key > 5 then [ ] else [ { key = i.key + 1; } ]; }',
  'let fix = f: let x = f x; in x; in fix (self: { a = self.b; b = 1; __toString = s: "t"; __functor = s: x: x; })',
  'builtins.tryEval (throw "x") // { e = builtins.tryEval (assert false; 1); }',
  'map (x: x * 2) (builtins.genList (i: i) 5) ++ builtins.concatMap (x: [ x x ]) [ 1 2 ]',
  'builtins.replaceStrings [ "a" "" ] [ "b" "-" ] "banana" + builtins.substring 1 2 "hello"',
  'builtins.mapAttrs (n: v: { inherit n v; }) (builtins.listToAttrs [ { name = "a"; value = 1; } ])',
  '{ lib ? { }, ... }: { config.resource.a.b = { c = lib.d or "${x}"; }; }',
  'let inherit (builtins) head tail; inherit ({ q = [ 1 2 ]; }) q; in head (tail q)',
  'builtins.toXML { a = x: x; b = { c, d ? 1 }: c; e = 1.5; }',
  'builtins.hashString "sha256" "x" + builtins.convertHash { hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="; toHashFormat = "base16"; }',
  'builtins.zipAttrsWith (n: vs: vs) [ { a = 1; } { a = 2; b = 3; } ]',
  '[ /a/b ./c ~/d <nixpkgs> http://example.org/x __curPos (builtins.unsafeGetAttrPos "a" { a = 1; }) ]',
  'builtins.compareVersions "1.2pre" "1.2" + builtins.bitXor 5 3',
]

/** The seeds and `count` programs of the oracle's generator, always the same: those get far into evaluation. */
export const growSeeds = (count: number): string[] => [
  ...seeds,
  ...fc
    .sample(programs(), { seed: 1, numRuns: count })
    .map(program => Buffer.from(program).toString('latin1')),
]
