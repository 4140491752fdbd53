/** Each case in fixtures/compile and each example, merged by Nix alone: nix/modules under a lib's own evalModules. */
import { describe, expect, it } from 'vitest'
import { hasNix } from '../support/nix.js'
import { compileCases, exampleCases } from './fixtures.js'
import { comparable, evaluateText, inRepository, libs } from './nix.js'

const documentOf = (libPath: string, entry: string, withNulls = false): Promise<string> =>
  evaluateText(inRepository('test/nix-modules/document.nix'), {
    libPath,
    entry,
    withNulls: String(withNulls),
  })

const succeeding = compileCases.filter(one => one.document !== undefined)
const failing = compileCases.filter(one => one.error !== undefined)

describe('every case', () => {
  it('expects either a document or an error', () => {
    const undecided = compileCases.filter(one => (one.document === undefined) === (one.error === undefined))
    expect(undecided).toEqual([])
  })
})

describe.skipIf(!hasNix || libs.length === 0).each(libs)("Nix' own merge with $name", ({ path }) => {
  it.concurrent.each(succeeding)('gives the expected document: $name', async one => {
    const document = await documentOf(path, one.entry, one.options.withNulls)
    expect(comparable(document)).toEqual(comparable(one.document!))
  })

  it.concurrent.each(exampleCases)('gives the document of the example $name', async one => {
    // Files are in the store for Nix; the command copies them beside the document.
    const document = (await documentOf(path, one.entry)).replaceAll('/nix/store/', '.terrane/files/')
    expect(comparable(document)).toEqual(comparable(one.document!))
  })

  it.concurrent.each(failing)('fails as expected: $name', async one => {
    // Nix stops at the first error; of several that are expected, it must be one.
    const failure = await documentOf(path, one.entry).catch((error: Error) => error.message)
    const expected = [one.error!.message].flat()
    expect(expected.filter(message => failure.includes(message))).not.toEqual([])
  })
})
