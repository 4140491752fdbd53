/**
 * Every function of the bundled lib, on more than a thousand expressions. The expected results were recorded from
 * nixpkgs' own lib; with TERRANE_NIXPKGS_LIB (a folder with its default.nix) they are compared with it anew.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runEmbedded } from '../../src/nix/embedded.js'
import { hasNix, nixpkgsLib } from '../support/nix.js'
import { bundledLib, evaluated, fixtures } from './instantiate.js'

type Results = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const topics = ['trivial', 'lists', 'attrsets', 'strings', 'rest', 'types', 'modules', 'options', 'fileset']

/** The topics of lib that the bundled one has too. */
const topicsOfLib = [
  ...[
    'asserts',
    'attrsets',
    'cli',
    'customisation',
    'debug',
    'derivations',
    'fileset',
    'filesystem',
    'fixedPoints',
    'flakes',
  ],
  ...['generators', 'lists', 'meta', 'misc', 'modules', 'network', 'options', 'path', 'sources', 'strings'],
  ...['stringsWithDeps', 'trivial', 'types', 'versions'],
]

const evaluateWith = async (lib: string): Promise<Results> =>
  (await evaluated(`import ${join(fixtures, 'expressions', 'run.nix')} { libPath = "${lib}"; }`)) as Results

const fileSetsOf = async (lib: string): Promise<Results> => {
  const { text } = await runEmbedded(
    {
      root: { expression: `import ${join(fixtures, 'expressions', 'run.nix')} { libPath = "${lib}"; }` },
      format: 'json',
      attribute: 'fileset',
      strings: {},
      expressions: {},
      searchPath: [],
      cwd: fixtures,
    },
    { print: () => {} },
  )
  return { fileset: JSON.parse(text) }
}

const recorded: Results = Object.fromEntries(
  topics.map(topic => [topic, JSON.parse(readFileSync(join(fixtures, 'expected', `${topic}.json`), 'utf8'))]),
)
const groups = topics.flatMap(topic => Object.keys(recorded[topic]!).map(group => [topic, group] as const))

describe.skipIf(!hasNix)('An expression has the value that nixpkgs gives it (needs nix)', () => {
  let ours: Results
  beforeAll(async () => {
    ours = await evaluateWith(bundledLib)
  })

  it.each(groups)('%s: %s', (topic, group) => {
    expect(ours[topic]![group]).toEqual(recorded[topic]![group])
  })

  it('file sets come out the same with the embedded evaluator', async () => {
    expect((await fileSetsOf(bundledLib)).fileset).toEqual(recorded.fileset)
  })

  it('no group of expressions is missing from what was recorded', () => {
    expect(topics.map(topic => Object.keys(ours[topic]!))).toEqual(
      topics.map(topic => Object.keys(recorded[topic]!)),
    )
  })
})

describe.skipIf(!hasNix || nixpkgsLib === undefined)(
  "nixpkgs' own lib (needs nix and TERRANE_NIXPKGS_LIB)",
  () => {
    let theirs: Results
    beforeAll(async () => {
      // Its file sets need a Nix that has `readFileType`, as our evaluator does.
      theirs = { ...(await fileSetsOf(nixpkgsLib!)), ...(await evaluateWith(nixpkgsLib!)) }
    })

    it.each(groups)('%s: %s is as recorded', (topic, group) => {
      expect(theirs[topic]![group]).toEqual(recorded[topic]![group])
    })

    it('has no name that the bundled lib neither has nor knows to lack', async () => {
      const names = `lib: builtins.mapAttrs (_: builtins.attrNames) { inherit (lib) ${topicsOfLib.join(' ')}; top = lib; }`
      const unknown = await evaluated(
        `let names = ${names}; ours = names (import ${bundledLib}); theirs = names (import ${nixpkgsLib});
       in builtins.mapAttrs (topic: builtins.filter (name: !(builtins.elem name ours.\${topic}))) theirs`,
      )
      expect(unknown).toEqual(Object.fromEntries([...topicsOfLib, 'top'].map(topic => [topic, []])))
    })
  },
)
