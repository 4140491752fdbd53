/** The check as part of a compile: what stops it, what does not, and how it is silenced. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { compileErrors, compileFile } from '../support/compile.js'
import { scratch } from '../support/scratch.js'

const engine = 'embedded' as const

const project = (text: string): string => {
  const file = join(scratch(), 'infra.nix')
  writeFileSync(file, text)
  return file
}

const undeclared = '{ output.zone.value = "\\${var.zone}"; }\n'

describe('a compile', () => {
  it('fails where the document is wrong, with all that is wrong at once', async () => {
    const wrong = project('{ output.zone.value = "\\${var.zone}"; locals."a b" = 1; }\n')
    expect(await compileErrors(wrong, { engine })).toMatchObject([
      {
        code: 'document-invalid',
        severity: 'error',
        labels: [{ position: { file: wrong, line: 1, column: 39 } }],
      },
      {
        code: 'document-reference',
        severity: 'error',
        labels: [{ position: { file: wrong, line: 1, column: 3 } }],
      },
    ])
  })

  it('checks nothing where that is asked for', async () => {
    const { text, warnings } = await compileFile(project(undeclared), { engine, check: false })
    expect(JSON.parse(text)).toEqual({ output: { zone: { value: '${var.zone}' } } })
    expect(warnings).toEqual([])
  })

  it('takes into account what else lies in the work folder', async () => {
    const file = project(undeclared)
    const workFolder = scratch()
    writeFileSync(join(workFolder, 'variables.tf'), 'variable "zone" {}\n')
    expect((await compileFile(file, { engine, workFolder })).warnings).toEqual([])
  })

  it('only warns of a reference where nobody knows what will lie beside the document', async () => {
    const { warnings } = await compileFile(project(undeclared), { engine, documentFile: null })
    expect(warnings).toMatchObject([{ code: 'document-reference', severity: 'warning' }])
    const strict = await compileErrors(project(undeclared), { engine, documentFile: null, strict: true })
    expect(strict).toMatchObject([{ code: 'document-reference', severity: 'error' }])
  })

  it('shows a hundred problems, and says how many there are', async () => {
    const generated = 'builtins.genList (n: { name = "${toString n} b"; value = n; }) 130'
    const errors = await compileErrors(project(`{ locals = builtins.listToAttrs (${generated}); }\n`), {
      engine,
    })
    expect(errors).toHaveLength(100)
    expect(errors[99]!.notes).toEqual(['30 more problems of the document are not shown'])
  })
})
