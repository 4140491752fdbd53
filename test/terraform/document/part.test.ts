/** What is certain of a document of which something is left out. */
import { describe, expect, it } from 'vitest'
import { checkDocument, checkPart } from '../../../src/terraform/document/check.js'
import type { TerraformDocument } from '../../../src/terraform/document/shape.js'

const pathsIn = (document: TerraformDocument, leftOut: Parameters<typeof checkPart>[1] = []) =>
  checkPart(document, leftOut).map(({ path }) => path.join('.'))

describe('a part of a document', () => {
  it('is told what is wrong with what is there', () => {
    expect(
      pathsIn({
        provider: [],
        variable: { size: { tpye: 'number' } },
        terraform: { required_version: 'newest' },
        resource: { null_resource: { a: { count: -1 } } },
      }),
    ).toEqual([
      'provider',
      'variable.size.tpye',
      'resource.null_resource.a.count',
      'terraform.required_version',
    ])
  })

  it('is told nothing of what is missing, or may be elsewhere', () => {
    const document = {
      output: { zone: {} },
      import: [{ to: 'null_resource.a' }],
      check: { size: {} },
      provider: { aws: [{ region: 'a' }, { region: 'b' }] },
      locals: { zone: '${var.zone}' },
    }
    expect(checkDocument(document).length).toBeGreaterThanOrEqual(5)
    expect(pathsIn(document)).toEqual([])
  })

  it('is told nothing of a value of which a part is left out, or that is in one', () => {
    const document = {
      resource: { null_resource: { a: { count: {}, lifecycle: { prevent_destroy: 'x' } } } },
    }
    const block = ['resource', 'null_resource', 'a']
    expect(pathsIn(document).toSorted()).toEqual([
      `${block.join('.')}.count`,
      `${block.join('.')}.lifecycle.prevent_destroy`,
    ])
    expect(pathsIn(document, [[...block, 'count', 'x']])).toEqual([
      `${block.join('.')}.lifecycle.prevent_destroy`,
    ])
    expect(pathsIn(document, [[...block, 'lifecycle']])).toEqual([`${block.join('.')}.count`])
    expect(pathsIn(document, [[...block, 'triggers']])).toHaveLength(2)
    expect(pathsIn(document, [['resource']])).toEqual([])
  })
})
