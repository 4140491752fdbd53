/** The words of errors: fixtures/nix-lib/errors.nix. An error ends its evaluation, so each takes a process. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasNix, nixpkgsLib } from '../support/nix.js'
import { bundledLib, evaluated, fixtures, instantiate, trimmedLines } from './instantiate.js'

const casesWith = (lib: string): string => `import ${join(fixtures, 'errors.nix')} (import ${lib})`

const messages = hasNix
  ? Object.entries(
      (await evaluated(`builtins.mapAttrs (_: c: c.message) (${casesWith(bundledLib)})`)) as Readonly<
        Record<string, string>
      >,
    )
  : [['nothing, as nix is not on PATH', '']]

const errorOf = async (lib: string, name: string): Promise<string> => {
  const { status, stderr } = await instantiate(`(${casesWith(lib)}).${JSON.stringify(name)}.expr`)
  expect(status).toBe(1)
  return stderr
}

describe.skipIf(!hasNix)('The bundled lib names the mistake (needs nix)', () => {
  it.each(messages)('%s', async (name, message) => {
    expect(await errorOf(bundledLib, name!)).toContain(trimmedLines(message!))
  })
})

describe.skipIf(!hasNix || nixpkgsLib === undefined)(
  "nixpkgs' own lib says the same (needs nix and TERRANE_NIXPKGS_LIB)",
  () => {
    it.each(messages)('%s', async (name, message) => {
      expect(await errorOf(nixpkgsLib!, name!)).toContain(trimmedLines(message!))
    })
  },
)
