/** What users read when their modules are wrong: one message.txt beside each wrong project, to be read by a person. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renderDiagnostic } from '../../src/cli/render/diagnostic.js'
import type { Diagnostic } from '../../src/contracts/diagnostic.js'
import { compileErrors } from '../support/compile.js'
import { hasNix, repository } from '../support/nix.js'

const folder = join(repository, 'fixtures', 'errors')

const rendered = (diagnostics: readonly Diagnostic[], cwd: string): string =>
  diagnostics
    .map(diagnostic =>
      renderDiagnostic(diagnostic, { colour: false, cwd, readSource: path => readFileSync(path, 'utf8') }),
    )
    .join('\n')
    .replaceAll(`${cwd}/`, '')

for (const engine of ['nix', 'embedded'] as const)
  describe.skipIf(engine === 'nix' && !hasNix).concurrent(`an error in a module, engine ${engine}`, () => {
    for (const name of readdirSync(folder).sort())
      it(`${name} is explained at its place`, async ({ expect }) => {
        const project = join(folder, name)
        const diagnostics = await compileErrors(join(project, 'infra.nix'), { engine })
        const text = rendered(diagnostics, project)
        const usual = join(project, 'message.txt')
        // Where the embedded engine knows more of the place than Nix 2.8, it has a text of its own.
        const own = engine === 'embedded' && existsSync(join(project, 'message-embedded.txt'))
        await expect(text).toMatchFileSnapshot(own ? join(project, 'message-embedded.txt') : usual)
      })
  })

describe.skipIf(!hasNix)('every error', () => {
  it('stays readable as JSON lines', async () => {
    const diagnostics = await compileErrors(join(folder, 'conflict', 'infra.nix'))
    for (const diagnostic of diagnostics)
      expect(JSON.parse(JSON.stringify(diagnostic))).toMatchObject({
        code: expect.any(String),
        severity: 'error',
      })
  })
})
