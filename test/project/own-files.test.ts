import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileErrors, compileFile } from '../support/compile.js'
import { hasNix } from '../support/nix.js'
import { scratch } from '../support/scratch.js'

/** A folder with an entry whose one resource has this Nix expression as its input. */
const project = (input: string): string => {
  const folder = join(scratch(), 'web')
  mkdirSync(folder)
  writeFileSync(`${folder}/infra.nix`, `{ resource.terraform_data.x.input = ${input}; }\n`)
  writeFileSync(`${folder}/f`, 'content')
  return folder
}

const engines = ['embedded', ...(hasNix ? (['nix'] as const) : [])] as const

const refused = async (folder: string, engine: 'nix' | 'embedded') =>
  await compileErrors(`${folder}/infra.nix`, { engine, workFolder: folder })

describe.each(engines)('with the engine %s', engine => {
  it('a folder with the work folder in it is not copied into itself', async () => {
    const folder = project('"${./.}/f"')
    const [{ message, labels, notes, hint } = { message: '', labels: [] }] = await refused(folder, engine)
    expect(message).toBe(
      "resource.terraform_data.x.input: 'web' is copied, with files of terrane and Terraform in it",
    )
    expect(labels[0]?.position).toEqual({ file: `${folder}/infra.nix`, line: 1, column: 3 })
    expect(notes?.slice(0, 2)).toEqual([
      'it has the work folder itself',
      'each compile would change the copy, and a state holds secrets in plain text',
    ])
    expect(hint).toContain('builtins.path { path = ./.; filter = …; }')
    expect(existsSync(`${folder}/.terrane`)).toBe(false)
    mkdirSync(`${folder}/.terrane`)
    expect((await refused(folder, engine))[0]?.notes?.[0]).toBe('it has the work folder itself')
  })

  it('nor one above it', async () => {
    const folder = project('"${../.}/f"')
    expect((await refused(folder, engine))[0]).toMatchObject({
      code: 'source-holds-work-folder',
      notes: expect.arrayContaining(['it has the work folder web']),
    })
  })

  it("nor the files of another folder's runs, under whatever name", async () => {
    const folder = project('"${builtins.path { path = ./other; name = "bundle"; }}"')
    mkdirSync(`${folder}/other/deep/.terrane`, { recursive: true })
    writeFileSync(`${folder}/other/deep/terraform.tfstate.backup`, '{}')
    expect((await refused(folder, engine))[0]?.notes?.[0]).toBe(
      'it has deep/.terrane, deep/terraform.tfstate.backup',
    )
  })

  it('a filter keeps them out, and what it drops is not copied', async () => {
    const folder = project(
      '"${builtins.path { path = ./.; filter = path: _: builtins.match ".*(terrane|json)" path == null; }}"',
    )
    const text = async () => (await compileFile(`${folder}/infra.nix`, { engine, workFolder: folder })).text
    const first = await text()
    writeFileSync(`${folder}/config.tf.json`, first)
    expect([await text(), await text()]).toEqual([first, first])
    const copy = JSON.parse(first).resource.terraform_data.x.input
    expect(readdirSync(join(folder, copy)).sort()).toEqual(['f', 'infra.nix'])
  })

  it('a text in the store keeps its letters', async () => {
    const folder = project('builtins.toFile "text" "é"')
    const { text } = await compileFile(`${folder}/infra.nix`, { engine, workFolder: folder })
    const copy = JSON.parse(text).resource.terraform_data.x.input
    expect(readFileSync(join(folder, copy), 'utf8')).toBe('é')
  })

  it('a folder with any name can have files that are copied', async () => {
    const folder = join(scratch(), 'größe')
    mkdirSync(folder)
    writeFileSync(`${folder}/infra.nix`, '{ locals.x = "${./f}"; }\n')
    writeFileSync(`${folder}/f`, 'content')
    const { text } = await compileFile(`${folder}/infra.nix`, { engine, workFolder: folder })
    expect(readFileSync(join(folder, JSON.parse(text).locals.x), 'utf8')).toBe('content')
  })
})

describe.skipIf(!hasNix)('a state in the work folder', () => {
  it('does not get into the Nix store', async () => {
    // Its name is its own: no other folder's copy is taken for it.
    const folder = scratch()
    writeFileSync(`${folder}/infra.nix`, '{ locals.x = "${./.}"; }\n')
    writeFileSync(`${folder}/terraform.tfstate`, '{}')
    expect((await refused(folder, 'nix'))[0]?.code).toBe('source-holds-work-folder')
    expect(readdirSync('/nix/store').filter(path => path.endsWith(basename(folder)))).toEqual([])
  })

  it('does not keep other files out of it', async () => {
    const folder = project('"${./f}"')
    writeFileSync(`${folder}/terraform.tfstate`, '{}')
    const { text } = await compileFile(`${folder}/infra.nix`, { engine: 'nix', workFolder: folder })
    const copy = JSON.parse(text).resource.terraform_data.x.input
    expect(readFileSync(join(folder, copy), 'utf8')).toBe('content')
  })

  it('a module may read what it has put into the store', async () => {
    const folder = project('builtins.readFile (builtins.toFile "text" "written")')
    writeFileSync(`${folder}/terraform.tfstate`, '{}')
    const { text } = await compileFile(`${folder}/infra.nix`, { engine: 'nix', workFolder: folder })
    expect(text).toContain('"written"')
  })
})
