/** Every example compiles to its document in fixtures/examples, byte for byte. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileFile, documentOfNix } from '../support/compile.js'
import { hasBundledLib, hasNix, nixpkgsLib, repository } from '../support/nix.js'

/** That of stacks has no document: test/project/stacks/compile.test.ts compiles each of them. */
const examples = readdirSync(join(repository, 'examples')).filter(name => name !== 'stacks')

const settings = [
  ...(hasBundledLib ? [{ name: 'the bundled lib', given: {} }] : []),
  ...(nixpkgsLib === undefined ? [] : [{ name: 'the lib of nixpkgs', given: { lib: nixpkgsLib } }]),
]

describe.skipIf(!hasNix || settings.length === 0).each(settings)('the examples with $name', ({ given }) => {
  it.each(examples)('compile: %s', async name => {
    const entry = join(repository, 'examples', name, 'infra.nix')
    const expected = readFileSync(join(repository, 'fixtures', 'examples', `${name}.tf.json`), 'utf8')
    const { text } = await compileFile(entry, given)
    expect(text).toBe(expected)
    expect(text).toBe(await documentOfNix(entry, given))
  })
})
