/** docs/migrate.md: what stands in it compiles, and the two languages mean the same. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { terraformOutputs } from '../support/apply-document.js'
import { compileFile, temporaryFolder } from '../support/compile.js'
import { hasTerraform, repository } from '../support/nix.js'

const page = readFileSync(join(repository, 'docs', 'migrate.md'), 'utf8')
const blocksOf = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(([, text]) => text!)
const modules = blocksOf('nix').filter(text => text.startsWith('{'))

/** Compiles a block beside the files that it names. */
const compiled = async (block: string) => {
  const folder = temporaryFolder()
  for (const name of ['common', 'web', 'db']) writeFileSync(join(folder, `${name}.nix`), '{ }')
  const path = join(folder, 'infra.nix')
  writeFileSync(
    path,
    block.replace('<revision>', 'a'.repeat(40)).replace('sha256 = "…"', `sha256 = "${'0'.repeat(52)}"`),
  )
  return (await compileFile(path, { engine: 'embedded' })).text
}

it.each(modules.map(text => [text.trim().split('\n').slice(0, 5).join(' '), text]))(
  'compiles: %s',
  async (_, text) => {
    expect(await compiled(text)).toMatch(/^\{/)
  },
)

describe.skipIf(!hasTerraform)('plain HCL and Nix', () => {
  it('are the same to Terraform', async () => {
    const [hcl] = blocksOf('hcl')
    const folder = temporaryFolder()
    for (const name of ['hcl', 'nix']) mkdirSync(join(folder, name))
    writeFileSync(join(folder, 'hcl', 'main.tf'), hcl!)
    writeFileSync(join(folder, 'nix', 'config.tf.json'), await compiled(modules.at(-1)!))
    const outputs = terraformOutputs(join(folder, 'hcl'))
    expect(outputs).toMatchObject({ servers: { a: { name: 'test-a', sizes: [1] }, b: { sizes: [1, 2] } } })
    expect(terraformOutputs(join(folder, 'nix'))).toEqual(outputs)
  })

  it('may stand beside each other', () => {
    const folder = temporaryFolder()
    writeFileSync(
      join(folder, 'main.tf'),
      'resource "terraform_data" "old" {\n  input = terraform_data.new.output\n}\n',
    )
    writeFileSync(
      join(folder, 'config.tf.json'),
      JSON.stringify({
        resource: { terraform_data: { new: { input: 'x' } } },
        output: { old: { value: '${terraform_data.old.output}' } },
      }),
    )
    expect(terraformOutputs(folder)).toEqual({ old: 'x' })
  })
})
