import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileFile, temporaryFolder } from '../support/compile.js'
import { hasNix, repository } from '../support/nix.js'

const file = join(repository, 'fixtures', 'sources', 'infra.nix')

const compiled = async (engine: 'nix' | 'embedded') => {
  const workFolder = temporaryFolder()
  const { text } = await compileFile(file, { engine, workFolder })
  const { input } = JSON.parse(text).resource.terraform_data.machine
  return { text, input, workFolder, files: readdirSync(join(workFolder, '.terrane', 'files')).sort() }
}

describe('files of the project that the document names', () => {
  it('are copied into the work folder and named relative to it', async () => {
    const { input, workFolder } = await compiled('embedded')
    expect(input.script).toMatch(/^\.terrane\/files\/[a-z0-9]{32}-boot\.sh$/)
    expect(input.same).toBe(input.script)
    expect(input.read).toBe(`\${file("${input.script}")}`)
    expect(readFileSync(join(workFolder, input.template), 'utf8')).toBe('Hello, ${name}.\n')
    expect(statSync(join(workFolder, input.script)).mode & 0o777).toBe(0o755)
    const [, rendered] = /^\$\{templatefile\("(.*)", \{"name":"web"\}\)\}$/.exec(input.rendered)!
    expect(readFileSync(join(workFolder, rendered!), 'utf8')).toBe('Welcome to ${name}.\n')
  })

  it('are copied once: what is there is not touched', async () => {
    const workFolder = temporaryFolder()
    const path = async () => {
      const { text } = await compileFile(file, { engine: 'embedded', workFolder })
      return join(workFolder, JSON.parse(text).resource.terraform_data.machine.input.script)
    }
    const before = statSync(await path()).ino
    expect(statSync(await path()).ino).toBe(before)
  })

  it.skipIf(!hasNix)('have the same names and contents from either engine', async () => {
    const [ours, real] = [await compiled('embedded'), await compiled('nix')]
    expect(ours.text).toBe(real.text)
    expect(ours.files).toEqual(real.files)
    for (const name of ['boot.sh', 'template.tftpl']) {
      const path = join('.terrane', 'files', ours.files.find(one => one.endsWith(name))!)
      expect(readFileSync(join(ours.workFolder, path))).toEqual(readFileSync(join(real.workFolder, path)))
    }
  })
})

describe.each(['embedded', 'nix'] as const)('a set of files, with the engine %s', engine => {
  it.skipIf(engine === 'nix' && !hasNix)('is copied without what it leaves out', async () => {
    const workFolder = temporaryFolder()
    const entry = join(repository, 'fixtures', 'file-set', 'infra.nix')
    const { text } = await compileFile(entry, { engine, workFolder })
    const { source_dir: folder } = JSON.parse(text).data.archive_file.hello
    expect(folder).toBe('.terrane/files/n9amcw61i4ransxkc2i5rg5f8c752iwf-source')
    const copied = readdirSync(join(workFolder, folder), { recursive: true, encoding: 'utf8' })
    expect(copied.sort()).toEqual(['hello', 'hello/main.py', 'shared.py'])
  })
})
