/** A real Nix finds what is wrong one by one, the embedded engine all at once: it has to be the same. */
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { chooseEngine } from '../../src/project/engine.js'
import { lookOver } from '../../src/project/look-over.js'
import { compileOptions } from '../support/compile.js'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'

const file = join(repository, 'fixtures', 'look-over', 'infra.nix')

describe.skipIf(!hasNix)('what is wrong with a project', () => {
  for (const lib of [undefined, ...(nixpkgsLib === undefined ? [] : [nixpkgsLib])])
    it(`is the same with both engines, ${lib === undefined ? 'bundled' : "nixpkgs'"} lib`, async () => {
      const overview = async (name: 'nix' | 'embedded') => {
        const engine = await chooseEngine(name)
        const options = compileOptions(file, { engine: name, ...(lib === undefined ? {} : { lib }) })
        const { found } = await lookOver({ engine, options, timeLeft: () => 60_000 })
        return found.map(({ problem, diagnostics }) => ({
          key: problem.key,
          errors: diagnostics.map(({ code, message }) => ({ code, message })),
        }))
      }
      const [real, ours] = await Promise.all([overview('nix'), overview('embedded')])
      expect(real).toEqual(ours)
      expect(real.map(({ key }) => key)).toEqual(['sise', 'size', 'locals.missing', 'locals.thrown'])
    })
})
