/** docs/catalogue.md: its tables are those of the modules, and what stands in it compiles. */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { catalogueHint, catalogueOptions as hintedOptions } from '../../src/project/catalogue-hint.js'
import { compileFile, temporaryFolder } from '../support/compile.js'
import { repository } from '../support/nix.js'
import { catalogueOptions, heading, optionsByModule, roots } from './catalogue-docs.js'

const page = readFileSync(join(repository, 'docs', 'catalogue.md'), 'utf8')

it('has the options of the modules', async () => {
  expect(page.slice(page.indexOf(heading))).toBe(heading + (await catalogueOptions()))
})

it('has all modules', () => {
  const table = readFileSync(join(repository, 'nix', 'modules', 'catalogue', 'default.nix'), 'utf8')
  const names = [...table.matchAll(/^ {2}([a-z-]+) = \.\/(.*)\.nix;$/gm)].map(([, name]) => name)
  expect(Object.keys(roots).sort()).toEqual(names)
  const files = readdirSync(join(repository, 'nix', 'modules', 'catalogue'))
  for (const name of names) expect(files).toContain(`${name}.nix`)
  for (const name of names) expect(page).toContain(`| \`${name}\` |`)
})

it('has examples that compile', async () => {
  const blocks = [...page.matchAll(/^```nix\n([\s\S]*?)^```$/gm)].map(([, text]) => text!)
  expect(blocks.length).toBeGreaterThan(3)
  const path = join(temporaryFolder(), 'infra.nix')
  for (const block of blocks) {
    // What is built needs a nixpkgs: test/nix-modules/catalogue.test.ts has one.
    const built = block.includes('configuration =')
    writeFileSync(
      path,
      built ? block.replace(/^ *configuration = .*$/m, 'image = "nixos.raw.tar.gz";') : block,
    )
    expect((await compileFile(path, { engine: 'embedded' })).text).toContain('resource')
  }
})

it('is what a project is pointed at that uses an option without its module', async () => {
  const options = await optionsByModule()
  for (const [module, root] of Object.entries(roots)) {
    expect(options.get(module)?.map(({ name }) => name)).toContain(root)
    expect(catalogueHint(root)).toContain(`lib.catalogue.${module} ]`)
  }
  expect([...hintedOptions].sort()).toEqual(Object.values(roots).sort())
})
