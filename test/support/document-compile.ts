/**
 * A compile for tests of what comes after it: the document of `infra.nix` is the JSON in `infra.nix.json` beside it.
 * What evaluates Nix has its own tests.
 */
import { readFileSync } from 'node:fs'
import { failure } from '../../src/contracts/diagnostic.js'
import type { Compile } from '../../src/project/compile.js'

export const compileFromJson: Compile = async ({ entries }) => {
  const documents = entries.map(entry => {
    if (entry.kind !== 'file') throw failure('nix-evaluation', 'these tests have no flakes')
    return JSON.parse(readFileSync(`${entry.path}.json`, 'utf8')) as object
  })
  return {
    text: `${JSON.stringify(Object.assign({}, ...documents), null, 2)}\n`,
    warnings: [],
    storePaths: [],
  }
}
