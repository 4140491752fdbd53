/** `lib.tf.ref "null"` as a variable's default is JSON's null, from the command as from the flake library. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { evaluateText, inRepository } from '../nix-modules/nix.js'
import { compileFile, temporaryFolder } from '../support/compile.js'
import { hasNix } from '../support/nix.js'

const text = `{ lib, ... }:
let nothing = lib.tf.ref "null"; in
{
  variable.a.default = nothing;
  variable.b = { type = "any"; default = { x = nothing; y = [ nothing 1 ]; z = null; }; };
  variable.c = { default = null; description = nothing; };
  locals.d = nothing;
}
`
const wanted = {
  variable: {
    a: { default: null },
    b: { type: 'any', default: { x: null, y: [null, 1] } },
    c: { description: '${null}' },
  },
  locals: { d: '${null}' },
}

const entry = join(temporaryFolder(), 'infra.nix')
writeFileSync(entry, text)

it('is in the document of the command', async () => {
  const compiled = await compileFile(entry, { engine: 'embedded' })
  expect(JSON.parse(compiled.text)).toEqual(wanted)
  expect(compiled.warnings).toEqual([])
})

it.skipIf(!hasNix)('is in the document of the flake library', async () => {
  const cases = JSON.stringify([{ name: 'x', entry, withNulls: false }])
  const libPath = inRepository('nix/lib')
  const { x } = JSON.parse(
    await evaluateText(inRepository('test/nix-library/documents.nix'), { libPath, cases }),
  ) as { x: string }
  expect(JSON.parse(x)).toEqual(wanted)
})
