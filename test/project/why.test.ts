/** What `terrane why` answers about fixtures/why, to be read by a person: answers.txt has all of it. */
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { renderDiagnostic } from '../../src/cli/render/diagnostic.js'
import { renderWhy } from '../../src/cli/render/why.js'
import { TerraneError } from '../../src/contracts/diagnostic.js'
import { readValuePath } from '../../src/modules/value-path.js'
import { why } from '../../src/project/why.js'
import { compileOptions } from '../support/compile.js'
import { hasNix, nixpkgsLib, repository } from '../support/nix.js'

const project = join(repository, 'fixtures', 'why')

const questions = [
  'resource.terraform_data.web.input',
  'resource.terraform_data.web.triggers_replace',
  'resource.terraform_data.web.triggers_replace[2]',
  'resource.terraform_data.web',
  'config.web.size',
  'web.zone',
  'web.hosts.a',
  'web.hosts.a.port',
  'web.hosts.a.tags',
  'web.hosts.b.port',
  'web.hosts.a.tag',
  'web.siz',
  'web',
  'resource.terraform_data.web.inpt',
  'services.api.names',
  'services.api.port',
  'services.site.port',
  'services.site.label',
  'services.api.names[4]',
  'rules',
  'rules[0]',
  'rules[1].port',
  'machines.m.disks.root.label',
  'machines.m.disks.root.tags.name',
  'machines.m.disks.root.size',
  'machines.m.disks.root.inode',
  'naming',
  'old.rules',
  'provider',
  'terraform_data.web.input',
  'resource.terraform_data.forced.input',
  'resource.terraform_data.forced.triggers_replace',
  'resource.terraform_data.ordered.input[0]',
]

const answer = async (question: string, settings: Parameters<typeof compileOptions>[1]): Promise<string> => {
  try {
    const report = await why(readValuePath(question)!, compileOptions(join(project, 'infra.nix'), settings))
    return renderWhy(report, { style: (_, text) => text, cwd: project })
  } catch (error) {
    if (!(error instanceof TerraneError)) throw error
    return renderDiagnostic(error.diagnostics[0], {
      colour: false,
      cwd: project,
      readSource: () => undefined,
    })
  }
}

const answers = async (settings: Parameters<typeof compileOptions>[1]): Promise<string> => {
  const texts: string[] = []
  for (const question of questions)
    texts.push(`$ terrane why ${question}\n${await answer(question, settings)}`)
  return texts.join('\n')
}

describe('why', () => {
  it.skipIf(!hasNix)('answers with Nix', { timeout: 60_000 }, async () => {
    await expect(await answers({ engine: 'nix' })).toMatchFileSnapshot(join(project, 'answers.txt'))
  })

  it('answers the same with the embedded engine', { timeout: 60_000 }, async () => {
    await expect(await answers({ engine: 'embedded' })).toMatchFileSnapshot(join(project, 'answers.txt'))
  })

  it.skipIf(nixpkgsLib === undefined)("answers the same with nixpkgs' lib", { timeout: 60_000 }, async () => {
    await expect(await answers({ engine: 'embedded', lib: nixpkgsLib! })).toMatchFileSnapshot(
      join(project, 'answers.txt'),
    )
  })

  it('reports the failure of a value that does not evaluate', async () => {
    const asked = why(
      ['resource', 'terraform_data', 'broken', 'input'],
      compileOptions(join(project, 'infra.nix'), { engine: 'embedded' }),
    )
    await expect(asked).rejects.toMatchObject({
      diagnostics: [{ message: 'this one fails', labels: [{ position: { line: 11 } }] }],
    })
  })

  it('gives places and values as data', async () => {
    const report = await why(
      ['web', 'size'],
      compileOptions(join(project, 'infra.nix'), { engine: 'embedded' }),
    )
    expect(report.value).toBe('big')
    expect(
      report.definitions.map(({ status, position, priority }) => [status, position?.line, priority]),
    ).toEqual([
      ['used', 3, 100],
      ['beaten', 16, 1000],
      ['false-condition', 4, 100],
    ])
  })

  it('prints no trace of the evaluation, whoever evaluates', async () => {
    const printed = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
    try {
      await why(['old', 'rules'], compileOptions(join(project, 'infra.nix'), { engine: 'embedded' }))
      expect(printed).not.toHaveBeenCalled()
    } finally {
      printed.mockRestore()
    }
  })
})
