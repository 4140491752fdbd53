/** Real-world-shaped configurations through `terrane import hcl --check`: a real Terraform plans both with mock providers. */
import { cpSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { compile } from '../../../src/project/compile.js'
import { comparePlans } from '../../../src/project/import/compare-plans.js'
import { importHcl, importingModule } from '../../../src/project/import/import-hcl.js'
import { addSchemas } from '../../../src/project/schemas/add-schemas.js'
import { readProviderSchemas } from '../../../src/provider/read-schemas.js'
import { compileFile, temporaryFolder } from '../../support/compile.js'
import { repository } from '../../support/nix.js'
import { hasTerraform } from '../../support/terraform.js'

const fixtures = join(repository, 'fixtures', 'hcl')
const names = readdirSync(fixtures)

/** A copy, with the schemas that a project has beside it. */
const project = (name: string): string => {
  const folder = join(temporaryFolder(), name)
  cpSync(join(fixtures, name), folder, { recursive: true })
  for (const schema of ['aws', 'hcloud', 'tls', 'local', 'everything']) {
    const file = join(repository, 'fixtures', 'provider-schemas', `${schema}.json`)
    addSchemas(readProviderSchemas(file), file, join(folder, 'provider-schemas'))
  }
  return folder
}

const importing = (folder: string, together: boolean) =>
  importHcl({ paths: [folder], together, compile, engine: 'embedded', cwd: folder })

it('there are ten', () => {
  expect(names.length).toBeGreaterThanOrEqual(10)
})

it.each(names)('%s becomes a module that one would have written, and is planned as before', async name => {
  const folder = project(name)
  const { modules, warnings, text } = await importing(folder, true)
  expect(warnings).toEqual([])
  await expect(modules[0]!.text).toMatchFileSnapshot(join(fixtures, name, 'expected.nix'))
  if (hasTerraform) await comparePlans({ paths: [folder], cwd: folder, text })
})

it('of several files, several modules make the same document', async () => {
  const folder = project('module-calls')
  const { modules, text } = await importing(folder, false)
  expect(modules.map(module => module.name)).toEqual(['main', 'outputs'])
  const output = join(temporaryFolder(), 'nix')
  mkdirSync(output)
  for (const { name, text: module } of [...modules, importingModule(modules)])
    writeFileSync(join(output, `${name}.nix`), module)
  expect((await compileFile(join(output, 'default.nix'), { engine: 'embedded' })).text).toBe(text)
  expect(text).toBe((await importing(folder, true)).text)
})

it.skipIf(!hasTerraform)('plans that differ are told, with the place', async () => {
  const folder = project('module-calls')
  const { text } = await importing(folder, true)
  const changed = text.replace('"name": "plain"', '"name": "other"')
  expect(changed).not.toBe(text)
  const compared = comparePlans({ paths: [folder], cwd: folder, text: changed })
  await expect(compared).rejects.toThrow('the plans differ at planned_values.outputs.')
  const broken = comparePlans({ paths: [folder], cwd: folder, text: '{"output":{"x":{}}}' })
  await expect(broken).rejects.toThrow('terraform init failed for what was imported')
})
