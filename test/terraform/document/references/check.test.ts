import { describe, expect, it } from 'vitest'
import { checkDocument } from '../../../../src/terraform/document/check.js'
import type { TerraformDocument } from '../../../../src/terraform/document/shape.js'

const missing: TerraformDocument = { output: { a: { value: '${var.zone}' } } }

describe('a reference to what the document does not declare', () => {
  it('is an error where nothing lies beside the document', () => {
    const [problem] = checkDocument(missing, { declaredElsewhere: () => false })
    expect(problem).toMatchObject({
      code: 'document-reference',
      severity: 'error',
      path: ['output', 'a', 'value'],
    })
  })

  it('is nothing where a neighbour may declare the name', () => {
    const asked: string[] = []
    const declaredElsewhere = (name: string) => asked.push(name) > 0
    expect(checkDocument(missing, { declaredElsewhere })).toEqual([])
    expect(asked).toEqual(['zone'])
  })

  it('is a warning where nobody knows the neighbours', () => {
    expect(checkDocument(missing)).toMatchObject([{ severity: 'warning' }])
  })

  it('that is wrong whatever there is, is an error in any case', () => {
    expect(checkDocument({ output: { a: { value: '${count.index}' } } })).toMatchObject([
      { severity: 'error' },
    ])
  })

  it('is shown at five places, and the others are counted', () => {
    const output = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`a${at}`, { value: '${var.zone}' }]),
    )
    const problems = checkDocument({ output }, { declaredElsewhere: () => false })
    expect(problems).toHaveLength(5)
    expect(problems[4]!.notes).toEqual(['and in 7 more places'])
  })
})

it('suggestions are found in time in a document of 10,000 resources', () => {
  const labels = Array.from({ length: 10_000 }, (_, at) => `server_${at}`)
  const bodies = labels.map((label, at) => [label, { input: `\${terraform_data.servr_${at % 300}_x.id}` }])
  const start = performance.now()
  const problems = checkDocument(
    { resource: { terraform_data: Object.fromEntries(bodies) } },
    { declaredElsewhere: () => false },
  )
  expect(problems.length).toBe(1_500)
  expect(performance.now() - start).toBeLessThan(10_000)
})
