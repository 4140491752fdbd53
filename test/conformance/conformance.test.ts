/** fixtures/conformance/ with both engines; with the bundled lib, and nixpkgs' where TERRANE_NIXPKGS_LIB names one. */
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/compile.js'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'
import { evaluateCases, type Result } from './cases.js'
import { conformanceCases, failingCases } from './list-cases.js'

const cases = conformanceCases(repository)
const libs = [undefined, ...(nixpkgsLib === undefined ? [] : [nixpkgsLib])]

for (const lib of libs)
  for (const engine of ['nix', 'embedded'] as const)
    describe.skipIf(engine === 'nix' && !hasNix)(
      `with ${lib === undefined ? 'the bundled lib' : 'nixpkgs’ lib'}, engine ${engine}`,
      () => {
        let results: ReadonlyMap<string, Result> = new Map()
        beforeAll(async () => {
          results = await evaluateCases(cases, engine, lib, join(temporaryFolder(), 'entries'))
        }, 600_000)

        it.skipIf(failingCases(repository).length === 0)('what does not pass yet does not pass', async () => {
          const failing = failingCases(repository)
          const outcomes = await evaluateCases(failing, engine, lib, join(temporaryFolder(), 'failing'))
          for (const [name, { expected, isError, value, message, ofNix }] of outcomes) {
            const passes = isError
              ? message?.includes(String(expected)) === true
              : isDeepStrictEqual(value, expected) && (ofNix === undefined || isDeepStrictEqual(ofNix, value))
            expect(passes, name).toBe(false)
          }
        })

        it.each(cases)('$name', ({ name }) => {
          const { expected, isError, value, message, ofNix } = results.get(name)!
          if (isError) {
            expect(message ?? value).toEqual(expect.stringContaining(String(expected)))
            return
          }
          expect(message ?? value).toEqual(expected)
          if (ofNix !== undefined) expect(value).toEqual(ofNix)
        })
      },
    )
