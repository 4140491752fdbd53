/** The flake library's documents are the command's, byte for byte: each case of fixtures/compile, and each example. */
import { describe, expect, it } from 'vitest'
import { compileCases, exampleCases } from '../nix-modules/fixtures.js'
import { evaluateText, inRepository, libs } from '../nix-modules/nix.js'
import { compileFile } from '../support/compile.js'
import { hasNix } from '../support/nix.js'

const cases = [...compileCases, ...exampleCases].filter(one => one.document !== undefined)

const asked = JSON.stringify(
  cases.map(({ name, entry, options }) => ({ name, entry, withNulls: options.withNulls ?? false })),
)

/** The library's document is in the store itself, and names files there; the command's is not, and has copies. */
const withStorePaths = (text: string): string => text.replaceAll('.terrane/files/', '/nix/store/')

describe.skipIf(!hasNix)('an example', () => {
  it.each(exampleCases)('is the same document for both engines and the library: $name', async one => {
    for (const engine of ['nix', 'embedded'] as const)
      expect((await compileFile(one.entry, { engine })).text).toBe(one.document)
  })
})

describe.skipIf(!hasNix).each(libs)("the flake library's document, with $name", ({ path }) => {
  it('is that of the command', async () => {
    const texts = JSON.parse(
      await evaluateText(inRepository('test/nix-library/documents.nix'), { libPath: path, cases: asked }),
    ) as Readonly<Record<string, string>>
    const expected = cases.map(({ name, document }) => [name, withStorePaths(document!)])
    expect(texts).toEqual(Object.fromEntries(expected))
  })
})
