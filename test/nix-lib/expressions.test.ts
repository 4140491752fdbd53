/**
 * Every function of the bundled lib, on more than a thousand expressions. The expected results were recorded from
 * nixpkgs' own lib; with TERRANE_NIXPKGS_LIB (a folder with its default.nix) they are compared with it anew.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasNix, nixpkgsLib } from '../support/nix.js'
import { bundledLib, evaluated, fixtures } from './instantiate.js'

type Results = Readonly<Record<string, Readonly<Record<string, unknown>>>>

const topics = ['trivial', 'lists', 'attrsets', 'strings', 'rest', 'types', 'modules', 'options']

const evaluateWith = async (lib: string): Promise<Results> =>
  (await evaluated(`import ${join(fixtures, 'expressions', 'run.nix')} { libPath = "${lib}"; }`)) as Results

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
      theirs = await evaluateWith(nixpkgsLib!)
    })

    it.each(groups)('%s: %s is as recorded', (topic, group) => {
      expect(theirs[topic]![group]).toEqual(recorded[topic]![group])
    })
  },
)
