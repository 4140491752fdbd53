/** What the checks say of each document of fixtures/document/, to be read by a person; agreement.test.ts asks Terraform. */
import { describe, expect, it } from 'vitest'
import { checkDocument } from '../../../src/terraform/document/check.js'
import { documentCases, verdict } from '../../support/document-cases.js'

describe.concurrent('the check of a document', () => {
  for (const { name, document, surroundings, verdictFile } of documentCases())
    it(name, async ({ expect }) => {
      await expect(verdict(checkDocument(document, surroundings))).toMatchFileSnapshot(verdictFile)
    })
})

it('finds something wrong in at least 60 of them, and nothing in as many', () => {
  const wrong = documentCases().filter(
    ({ document, surroundings }) => checkDocument(document, surroundings).length > 0,
  )
  expect(wrong.length).toBeGreaterThanOrEqual(60)
  expect(documentCases().length - wrong.length).toBeGreaterThanOrEqual(60)
})
