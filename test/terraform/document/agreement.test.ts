/**
 * Whether a real `terraform validate` says of each document of fixtures/document/ what our check says. Without init, so
 * that only the built-in provider is there; arguments of other providers are not what the check is about, either.
 */
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { checkDocument } from '../../../src/terraform/document/check.js'
import { temporaryFolder } from '../../support/compile.js'
import { type DocumentCase, documentCases, verdict } from '../../support/document-cases.js'
import { hasTerraform } from '../../support/terraform.js'

/** OpenTofu's own; and what Terraform looks at only with a provider's schema. */
const elsewhere = /^(?:for-tofu|with-provider)\//

/** What we tell at once and Terraform in a plan. */
const toldByPlan = new Set([
  'bare-references/replace-triggered-by-nobody',
  'duplicates/moved-to-itself',
  'duplicates/moved-twice',
])

interface Answer {
  readonly diagnostics: readonly {
    readonly severity: string
    readonly summary: string
    readonly detail: string
  }[]
}

/** What only `init` could bring: it says nothing of the document. */
const notInstalled = new Set(['Missing required provider', 'Module not installed'])

const validate = async (folder: string, { name, text }: DocumentCase): Promise<Answer> => {
  const project = join(folder, name)
  mkdirSync(project, { recursive: true })
  writeFileSync(join(project, 'main.tf.json'), text)
  const output = await new Promise<string>(resolve => {
    execFile('terraform', ['validate', '-json'], { cwd: project }, (_failed, out) => resolve(out))
  })
  return JSON.parse(output)
}

const errorsOf = ({ diagnostics }: Answer): readonly string[] =>
  diagnostics
    .filter(({ severity, summary }) => severity === 'error' && !notInstalled.has(summary))
    .map(({ summary, detail }) => `${summary}: ${detail}`)

describe.skipIf(!hasTerraform)('terraform validate agrees', () => {
  const cases = documentCases().filter(({ name }) => !elsewhere.test(name))
  const answers = new Map<string, Answer>()

  beforeAll(async () => {
    const folder = temporaryFolder()
    const left = [...cases]
    const work = async () => {
      for (let next = left.pop(); next !== undefined; next = left.pop())
        answers.set(next.name, await validate(folder, next))
    }
    await Promise.all([work(), work(), work()])
  })

  for (const { name, document, surroundings } of cases)
    it(`on ${name}`, () => {
      const ours = checkDocument(document, { ...surroundings, dialect: 'terraform' })
      const theirs = errorsOf(answers.get(name)!)
      const isValid = !ours.some(({ severity }) => severity === 'error')
      const said = `we say:\n${verdict(ours)}\nTerraform says:\n${theirs.join('\n')}`
      if (toldByPlan.has(name)) expect([isValid, theirs], said).toEqual([false, []])
      else expect(isValid, said).toBe(theirs.length === 0)
    })
})
