/**
 * Every folder of fixtures/compile/: its document, or its error; and that our merge gives what Nix' own `config` has.
 * With the bundled lib, and with nixpkgs' where TERRANE_NIXPKGS_LIB names one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileErrors, compileFile, documentsOfNix } from '../support/compile.js'
import { hasBundledLib, hasNix, nixpkgsLib, repository } from '../support/nix.js'

const folder = join(repository, 'fixtures', 'compile')
const engines = ['nix', 'embedded'] as const
const libs = [...(hasBundledLib ? [undefined] : []), ...(nixpkgsLib === undefined ? [] : [nixpkgsLib])]

const readJson = (path: string) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined)

for (const lib of libs)
  for (const engine of engines)
    describe
      .skipIf(!hasNix)
      .concurrent(
        `fixtures/compile with ${lib === undefined ? 'the bundled lib' : 'nixpkgs’ lib'}, engine ${engine}`,
        () => {
          const cases = readdirSync(folder)
            .sort()
            .map(name => ({
              name,
              file: join(folder, name, 'infra.nix'),
              settings: {
                engine,
                ...(readJson(join(folder, name, 'options.json')) ?? {}),
                ...(lib === undefined ? {} : { lib }),
              },
              error: readJson(join(folder, name, 'expected-error.json')),
            }))
          const ofNix = documentsOfNix(
            cases.filter(({ error }) => error === undefined),
            engine,
          )
          for (const { name, file, settings, error } of cases) {
            if (error === undefined)
              it(name, async () => {
                const { text } = await compileFile(file, settings)
                expect(text).toBe(readFileSync(join(folder, name, 'expected.tf.json'), 'utf8'))
                expect(text).toBe(await ofNix(file))
              })
            else
              it(`${name} (an error)`, async () => {
                const diagnostics = await compileErrors(file, settings)
                const found = diagnostics.map(({ code, message }) => ({ code, message }))
                for (const message of [error.message].flat())
                  expect(found).toContainEqual({
                    code: error.code,
                    message: expect.stringContaining(message),
                  })
              })
          }
        },
      )
