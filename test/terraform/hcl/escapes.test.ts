/** Texts through HCL, JSON syntax and Nix, and back: random ones, of the characters that mean something somewhere. */
import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { runEmbedded } from '../../../src/nix/embedded.js'
import { nixLines, nixString } from '../../../src/nix/print/text.js'
import { templateOf } from '../../../src/terraform/hcl/document/value.js'
import { expressionBetween } from '../../../src/terraform/hcl/expression.js'
import type { Part } from '../../../src/terraform/hcl/syntax.js'
import { bareParts } from '../../../src/terraform/hcl/text-parts.js'
import { temporaryFolder } from '../../support/compile.js'
import { hasNix } from '../../support/nix.js'
import { hasTerraform } from '../../support/terraform.js'

const signs = fc.array(
  fc.constantFrom(
    '$',
    '$',
    '{',
    '}',
    '%',
    '"',
    "'",
    "''",
    '\\',
    '\n',
    '\n',
    '\t',
    ' ',
    '  ',
    '~',
    'n',
    'é',
    '😀',
  ),
  { maxLength: 14 },
)
const literal = signs.map(all => all.join(''))

/** As a person would write it in quotes. */
const quoted = (value: string): string =>
  value
    .replace(/[\\"]/g, '\\$&')
    .replace(/\n/g, '\\n')
    .replace(/\t/g, '\\t')
    .replace(/\$\{/g, '$$$${')
    .replace(/%\{/g, '%%{')

/** With a reference between any two; nothing that ends in a sign before one, which quotes can't say. */
const parts = fc.array(literal, { minLength: 1, maxLength: 3 }).map(values =>
  values.flatMap((value, index): Part[] => {
    const last = index === values.length - 1
    const text = last ? value : value.replace(/\$+$/, '')
    return [
      ...(text === '' ? [] : [{ kind: 'literal' as const, value: text }]),
      ...(last ? [] : [{ kind: 'interpolation' as const, source: '${local.x}' }]),
    ]
  }),
)

const hclOf = (all: readonly Part[]): string =>
  `"${all.map(part => (part.kind === 'literal' ? quoted(part.value) : part.source)).join('')}"`

const sample = <T>(arbitrary: fc.Arbitrary<T>, count: number): readonly T[] =>
  fc.sample(arbitrary, { numRuns: count, seed: 4711 })

it('what quotes hold is found again in the JSON that is made of it', () => {
  fc.assert(
    fc.property(parts, all => {
      const source = hclOf(all)
      const read = expressionBetween(source, 0, source.length)
      const [only] = all
      if (all.length === 1 && only!.kind === 'interpolation') expect(read.kind).toBe('other')
      else {
        expect(read).toMatchObject({ kind: 'text', parts: all })
        expect(bareParts(templateOf(all))).toEqual(all)
      }
    }),
  )
})

const texts = sample(literal, 400)
const nixFile = `[ ${texts.map(text => nixString(text)).join(' ')}\n${texts
  .map(text => nixLines(text, '    ') ?? nixString(text))
  .join('\n')} ]`

it('Nix reads both of its notations as the text that they were made of', async () => {
  const request = {
    format: 'json',
    attribute: '',
    strings: {},
    expressions: {},
    searchPath: [],
    showTrace: false,
  }
  const { text } = await runEmbedded(
    { ...request, root: { expression: nixFile }, cwd: '/' } as never,
    { pure: false, libraries: [], print: () => {} } as never,
  )
  expect(JSON.parse(text)).toEqual([...texts, ...texts])
})

it.skipIf(!hasNix)('and so does the real one', () => {
  const file = join(temporaryFolder(), 'texts.nix')
  writeFileSync(file, nixFile)
  const out = execFileSync('nix-instantiate', ['--eval', '--strict', '--json', file], { encoding: 'utf8' })
  expect(JSON.parse(out)).toEqual([...texts, ...texts])
})

it.skipIf(!hasTerraform)('Terraform makes the same of the text in HCL and in JSON', () => {
  const all = sample(parts, 150).filter(each => each.length > 0)
  const folder = temporaryFolder()
  const output = (value: string) => ({ value })
  writeFileSync(
    join(folder, 'main.tf'),
    `locals {\n  x = "[x]"\n}\n${all.map((each, index) => `output "h${index}" {\n  value = ${hclOf(each)}\n}\n`).join('')}`,
  )
  writeFileSync(
    join(folder, 'more.tf.json'),
    JSON.stringify({
      output: Object.fromEntries(all.map((each, index) => [`j${index}`, output(templateOf(each))])),
    }),
  )
  const terraform = (...args: readonly string[]) =>
    execFileSync('terraform', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  terraform('init')
  terraform('plan', '-out=p')
  const { outputs } = JSON.parse(terraform('show', '-json', 'p')).planned_values
  for (const [index, each] of all.entries()) {
    const wanted = each.map(part => (part.kind === 'literal' ? part.value : '[x]')).join('')
    expect([outputs[`h${index}`].value, outputs[`j${index}`].value]).toEqual([wanted, wanted])
  }
})
