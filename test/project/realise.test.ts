import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compile } from '../../src/project/compile.js'
import { compileErrors, compileFile, compileOptions, temporaryFolder } from '../support/compile.js'
import { hasNix, repository } from '../support/nix.js'

const file = join(repository, 'fixtures', 'derivation', 'infra.nix')

const failing = `
let
  make = name: script: derivation {
    inherit name; system = builtins.currentSystem; builder = "/bin/sh"; args = [ "-c" script ];
  };
in
{
  locals.fine = "\${make "fine" "echo fine > $out"}";
  resource.terraform_data.web.input = [ "\${make "site" "cat \${make "archive" "echo the archive is gone; exit 1"} > $out"}" ];
}
`

describe('a derivation that the document names', () => {
  it.skipIf(!hasNix)('is built, and kept from garbage collection by a root in the work folder', async () => {
    const workFolder = temporaryFolder()
    const { text } = await compileFile(file, { workFolder, engine: 'nix' })
    const { banner } = JSON.parse(text).resource.terraform_data.machine.input
    expect(readFileSync(banner, 'utf8')).toBe('built\n')
    const roots = join(workFolder, '.terrane', 'gcroots')
    expect(readdirSync(roots).map(root => realpathSync(join(roots, root)))).toEqual([banner])
  })

  it.skipIf(!hasNix)('is said to be built where it is not yet', async () => {
    const own = join(temporaryFolder(), 'infra.nix')
    // Nobody has built it before.
    writeFileSync(own, readFileSync(file, 'utf8').replace('echo built', `echo ${randomUUID()}`))
    const said = async () => {
      const events: string[] = []
      const options = compileOptions(own, { workFolder: temporaryFolder(), engine: 'nix' })
      await compile(options, event => events.push(event.type))
      return events
    }
    expect(await said()).toEqual(['realise'])
    expect(await said()).toEqual([])
  })

  it.skipIf(!hasNix)('is told at the value that needs it where it can not be built', async () => {
    const own = join(temporaryFolder(), 'infra.nix')
    writeFileSync(own, failing)
    const [error] = await compileErrors(own, { engine: 'nix' })
    expect(error).toMatchObject({
      code: 'nix-build',
      labels: [{ position: { file: own, line: 9 } }],
      notes: expect.arrayContaining(["needed by `resource.terraform_data.web.input'", 'the archive is gone']),
    })
  })

  it('is refused by the embedded engine, which can build nothing', async () => {
    const [error] = await compileErrors(file, { engine: 'embedded' })
    expect(error).toMatchObject({ code: 'nix-unsupported', hint: expect.stringContaining('--engine nix') })
  })
})
