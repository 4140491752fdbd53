/** Mutations of Nix files: small damage, pieces of other files, and what breaks stacks. All from a seeded generator. */

/** A small generator of numbers (mulberry32): input `n` of a run is the same whatever ran before it. */
export const randomFrom = (seed: number): ((below: number) => number) => {
  let state = seed | 0
  return below => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

const tokens = [
  '(',
  ')',
  '{',
  '}',
  '[',
  ']',
  '"',
  "''",
  '${',
  ';',
  ':',
  '=',
  ',',
  '.',
  '@',
  '?',
  '...',
  '//',
  '++',
  '->',
  '||',
  '&&',
  '==',
  '<',
  '-',
  '!',
  '|>',
  '<|',
  'let ',
  ' in ',
  'rec ',
  'with ',
  'inherit ',
  'if ',
  ' then ',
  ' else ',
  'assert ',
  ' or ',
  'builtins.',
  'import ',
  'x: ',
  '{ a, b ? 1, ... }@args: ',
  '__functor',
  '__toString',
  '__curPos',
  '/a/b',
  './x',
  '<nixpkgs>',
  'http://a.b',
  '~/x',
  '1',
  '9223372036854775807',
  '9223372036854775808',
  '1.5e300',
  '\\',
  '\0',
  '\xff',
  '\xc3',
  '\r',
  '\t',
  '\n',
  '#',
  '/*',
  '*/',
  "''${",
  "'''",
  '$${',
  '-1',
  'throw ""',
  'null',
]

const builtins = [
  'map',
  'filter',
  "foldl'",
  'genList',
  'sort',
  'elemAt',
  'substring',
  'replaceStrings',
  'match',
  'split',
  'toJSON',
  'fromJSON',
  'fromTOML',
  'toXML',
  'genericClosure',
  'listToAttrs',
  'mapAttrs',
  'zipAttrsWith',
  'derivation',
  'derivationStrict',
  'toFile',
  'path',
  'filterSource',
  'hashString',
  'convertHash',
  'parseDrvName',
  'compareVersions',
  'tryEval',
  'deepSeq',
  'functionArgs',
  'concatMap',
  'groupBy',
  'intersectAttrs',
  'toString',
  'appendContext',
  'getContext',
  'placeholder',
  'fetchurl',
  'getFlake',
  'import',
  'scopedImport',
  'readFile',
  'readDir',
  'unsafeGetAttrPos',
]

type Random = (below: number) => number

const place = (text: string, random: Random): number => random(text.length + 1)

const span = (text: string, random: Random): [number, number] => {
  const from = place(text, random)
  return [from, Math.min(text.length, from + 1 + random(random(4) === 0 ? 200 : 12))]
}

type Mutation = (text: string, random: Random, other: string) => string

const mutations: readonly Mutation[] = [
  (text, random) => {
    const [from, to] = span(text, random)
    return text.slice(0, from) + text.slice(to)
  },
  (text, random) => {
    const at = place(text, random)
    return text.slice(0, at) + tokens[random(tokens.length)] + text.slice(at)
  },
  (text, random) => {
    const [from, to] = span(text, random)
    return text.slice(0, from) + tokens[random(tokens.length)] + text.slice(to)
  },
  (text, random) => {
    const [from, to] = span(text, random)
    const at = place(text, random)
    return text.slice(0, at) + text.slice(from, to) + text.slice(at)
  },
  (text, random, other) => {
    const [from, to] = span(other, random)
    const at = place(text, random)
    return text.slice(0, at) + other.slice(from, to + 60) + text.slice(at)
  },
  (text, random) => text.slice(0, place(text, random)),
  (text, random) => {
    const at = place(text, random)
    return text.slice(0, at) + String.fromCharCode(random(256)) + text.slice(at + 1)
  },
  // A name for another name: often still a program.
  (text, random) => {
    const words = [...text.matchAll(/[a-zA-Z_][\w'-]*/g)]
    if (words.length === 0) return text
    const target = words[random(words.length)]!
    const replacement =
      random(3) === 0 ? `builtins.${builtins[random(builtins.length)]}` : words[random(words.length)]![0]
    return text.slice(0, target.index) + replacement + text.slice(target.index + target[0].length)
  },
  (text, random) => {
    const numbers = [...text.matchAll(/[0-9]+/g)]
    if (numbers.length === 0) return text
    const target = numbers[random(numbers.length)]!
    const replacement = ['0', '-1', '1.5', '100000', '9223372036854775807', '""', '[ ]'][random(7)]
    return text.slice(0, target.index) + replacement + text.slice(target.index + target[0].length)
  },
]

/** Those that put a word or number for another. */
const gentle = mutations.slice(-2)

/** `open` `depth` times, then `middle`, then `close` as often. */
const nest =
  (open: string, middle: string, close = '') =>
  (depth: number) =>
    `${open.repeat(depth)}${middle}${close.repeat(depth)}`

/** Deep nesting, rare since it is slow: each must end in a value or an ordinary error. */
const deep: readonly ((depth: number) => string)[] = [
  nest('(', '1', ')'),
  nest('[', '', ']'),
  nest('{ a = ', '1', '; }'),
  nest('"${', '1', '}"'),
  nest('-', '1'),
  nest('!', 'true'),
  nest('x: ', '1'),
  nest('let a = 1; in ', 'a'),
  nest('if true then ', '1', ' else 2'),
  nest('1 + ', '1'),
  nest('[ ] ++ ', '[ ]'),
  nest('a: b: with a; ', 'b'),
  nest('assert true; ', '1'),
  nest('{ a ? ', '1', ' }: a'),
  nest('/*', ''),
  nest("''${", ''),
  depth => `builtins.length [ ${'1 '.repeat(depth)} ]`,
  depth => `let f = n: if n == 0 then 0 else 1 + f (n - 1); in f ${depth}`,
  depth => `builtins.foldl' (a: b: { inherit a; }) { } (builtins.genList (x: x) ${depth})`,
  depth => `builtins.foldl' (a: b: [ a ]) [ ] (builtins.genList (x: x) ${depth}) == [ ]`,
  depth => `builtins.toJSON (builtins.foldl' (a: b: [ a ]) [ ] (builtins.genList (x: x) ${depth}))`,
  depth => `builtins.fromJSON "${nest('[', '', ']')(depth)}"`,
  depth => `builtins.match "${nest('(', 'a', ')')(depth)}" "a"`,
  depth => `{ a${'.a'.repeat(depth)} = 1; }`,
]

/** Input number `index`: a file of the corpus, damaged once or a few times. Bytes, one character each. */
export const mutant = (corpus: readonly string[], index: number): string => {
  const random = randomFrom(index * 2654435761)
  if (random(400) === 0) return deep[random(deep.length)]!([10, 500, 5000, 30000][random(4)]!)
  let text = corpus[random(corpus.length)]!
  // Often gently, so that it still parses and is evaluated.
  const from = random(2) === 0 ? gentle : mutations
  for (let count = 1 + random(random(3) === 0 ? 8 : 2); count > 0; count--)
    text = from[random(from.length)]!(text, random, corpus[random(corpus.length)]!)
  return text
}
