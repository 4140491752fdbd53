/** What users read when their modules are wrong: one message.txt beside each wrong project, to be read by a person. */
import { readdirSync, readFileSync } from 'node:fs'
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

describe.skipIf(!hasNix).concurrent('an error in a module', () => {
  for (const name of readdirSync(folder).sort())
    it(`${name} is explained at its place`, async ({ expect }) => {
      const project = join(folder, name)
      const diagnostics = await compileErrors(join(project, 'infra.nix'))
      await expect(rendered(diagnostics, project)).toMatchFileSnapshot(join(project, 'message.txt'))
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
