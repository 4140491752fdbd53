/**
 * The cases in fixtures/compile against terranix itself. Set TERRANE_TERRANIX to a checkout of terranix, and
 * TERRANE_NIXPKGS_LIB to the folder `lib` of nixpkgs; without them everything here is skipped.
 */
import { describe, expect, it } from 'vitest'
import { compileCases } from '../nix-modules/fixtures.js'
import { comparable, evaluateText, inRepository } from '../nix-modules/nix.js'
import { hasNix, nixpkgsLib } from '../support/nix.js'

const terranix = process.env.TERRANE_TERRANIX
const asked = compileCases.filter(one => one.options.extension === undefined)

describe.skipIf(!hasNix || terranix === undefined || nixpkgsLib === undefined)("terranix' core", () => {
  const documentOf = (one: (typeof asked)[number]): Promise<string> =>
    evaluateText(inRepository('test/terranix/oracle.nix'), {
      terranix: terranix!,
      nixpkgsLib: nixpkgsLib!,
      entry: one.entry,
      terranixModules: JSON.stringify(one.options.terranixModules ?? []),
      withNulls: String(one.options.withNulls ?? false),
    })

  it.concurrent.each(asked.filter(one => one.document !== undefined))(
    'makes the expected document of $name',
    async one => {
      expect(comparable(await documentOf(one))).toEqual(comparable(one.document!))
    },
  )

  it.concurrent.each(asked.filter(one => one.error !== undefined))('fails too on $name', async one => {
    await expect(documentOf(one)).rejects.toThrow('error:')
  })
})
