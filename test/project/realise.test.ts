import { readdirSync, readFileSync, realpathSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileErrors, compileFile, temporaryFolder } from '../support/compile.js'
import { hasNix, repository } from '../support/nix.js'

const file = join(repository, 'fixtures', 'derivation', 'infra.nix')

describe('a derivation that the document names', () => {
  it.skipIf(!hasNix)('is built, and kept from garbage collection by a root in the work folder', async () => {
    const workFolder = temporaryFolder()
    const { text } = await compileFile(file, { workFolder, engine: 'nix' })
    const { banner } = JSON.parse(text).resource.terraform_data.machine.input
    expect(readFileSync(banner, 'utf8')).toBe('built\n')
    const roots = join(workFolder, '.terrane', 'gcroots')
    expect(readdirSync(roots).map(root => realpathSync(join(roots, root)))).toEqual([banner])
  })

  it('is refused by the embedded engine, which can build nothing', async () => {
    const [error] = await compileErrors(file, { engine: 'embedded' })
    expect(error).toMatchObject({ code: 'nix-unsupported', hint: expect.stringContaining('--engine nix') })
  })
})
