/** What users read when their modules are wrong: one message.txt beside each wrong project, to be read by a person. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { renderDiagnostic } from '../../src/cli/render/diagnostic.js'
import type { Diagnostic } from '../../src/contracts/diagnostic.js'
import { compileErrors, compileFile, temporaryFolder } from '../support/compile.js'
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

for (const engine of ['nix', 'embedded'] as const)
  describe.skipIf(engine === 'nix' && !hasNix)(`bytes that no string can hold, engine ${engine}`, () => {
    const errorOf = async (bytes: string): Promise<Diagnostic> => {
      const file = join(temporaryFolder(), 'infra.nix')
      writeFileSync(file, bytes, 'latin1')
      const [diagnostic] = await compileErrors(file, { engine })
      return diagnostic!
    }

    it('a string that is not UTF-8 is refused, as JSON has none', async () => {
      expect(await errorOf('{ locals.x = "caf\xe9"; }')).toMatchObject({
        code: 'nix-evaluation',
        message:
          'JSON serialization error: [json.exception.type_error.316] incomplete UTF-8 string; last byte: 0xE9',
      })
    })

    it('a null byte is refused in a string, and where there is none', async () => {
      const { code, message, labels } = await errorOf('{ locals.x = "a\0b"; }')
      expect([code, message]).toEqual([
        'nix-syntax',
        "input string 'a␀b' cannot be represented as Nix string because it contains null bytes",
      ])
      expect(labels[0]?.position).toMatchObject({ line: 1, column: 15 })
      expect((await errorOf('{ locals.x = \0 1; }')).code).toBe('nix-syntax')
    })

    it('a null byte in a comment does no harm', async () => {
      const file = join(temporaryFolder(), 'infra.nix')
      writeFileSync(file, '# a\0b\n{ locals.x = ~/x == 1; }')
      expect((await compileFile(file, { engine })).text).toContain('"x": false')
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
