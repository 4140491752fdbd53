/** Whether what HashiCorp's parser says is noticed where it is something else. */
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import type { Json } from '../../../src/nix/evaluate.js'
import { disagreements } from '../../../src/terraform/hcl/agree.js'
import { parseHcl } from '../../../src/terraform/hcl/parse.js'

const { parse } = createRequire(import.meta.url)('@cdktn/hcl2json') as {
  parse: (name: string, text: string) => Promise<Json>
}

const text = `resource "a" "b" {
  plain   = "x \${var.y} $\${z}"
  number  = 1.50
  list    = [1, { k = "v", (var.k) = null }]
  heredoc = <<-EOT
    one \${ var.x }
    %{ if true ~}
    two
    %{ endif ~}
  EOT
  other   = var.x  ? 1 : 2
  nested { x = true }
  nested { x = false }
}
`
const names = (theirs: Json) => disagreements(parseHcl(text), theirs).map(({ name }) => name)

it('nothing is said where both have read the same', async () => {
  expect(names(await parse('x.tf', text))).toEqual([])
})

it.each([
  ['plain', '"x ${var.y} $${z}"', '"x ${var.z} $${z}"'],
  ['plain', '$${z}"', '${z}"'],
  ['number', '1.5', '1.6'],
  ['list', '"v"', '"w"'],
  ['heredoc', 'one ${var.x}', ' one ${var.x}'],
  ['other', '? 1 : 2', '? 2 : 1'],
  ['x', '{"x":false}', '{"x":true}'],
  ['x', '{"x":false}', '{"x":false,"y":1}'],
  ['nested', ',{"x":false}', ''],
])('a difference in %s is told: %s', async (name, before, after) => {
  const theirs = JSON.stringify(await parse('x.tf', text))
  const changed = theirs.replace(JSON.stringify(before).slice(1, -1).replaceAll('\\"', '"'), () => after)
  expect(changed).not.toBe(theirs)
  expect(names(JSON.parse(changed))).toEqual([after.includes('"y"') ? 'y' : name])
})
