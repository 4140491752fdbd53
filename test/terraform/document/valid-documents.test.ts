/** Whatever is put together from valid pieces, by names that are declared, gives no problem; and the check never throws. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDocument } from '../../../src/terraform/document/check.js'
import type { TerraformDocument } from '../../../src/terraform/document/shape.js'
import { verdict } from '../../support/document-cases.js'

const alone = { declaredElsewhere: () => false }
const name = fc.stringMatching(/^[a-z_][a-z0-9_-]{0,7}$/)
const names = fc.uniqueArray(name, { minLength: 1, maxLength: 4 })

/** What a document declares. All but the references is drawn from this. */
interface Names {
  readonly resources: readonly string[]
  readonly variables: readonly string[]
  readonly locals: readonly string[]
}

const reserved = new Set([
  'source',
  'version',
  'providers',
  'count',
  'for_each',
  'lifecycle',
  'locals',
  'provider',
])

const drawnNames: fc.Arbitrary<Names> = fc.record({
  resources: names,
  variables: names.map(drawn => [...drawn.filter(one => !reserved.has(one)), 'always']),
  locals: names,
})

/** Expressions without `${`; `scope`: names that enclosing expressions bring in. */
const expression = (declared: Names, scope: readonly string[] = [], depth = 2): fc.Arbitrary<string> => {
  const leaf = fc.oneof(
    // There may be one or several of it: a splat is right in any case.
    fc.constantFrom(...declared.resources).map(one => `thing.${one}[*].id`),
    fc.constantFrom(...declared.resources).map(one => `thing.${one}`),
    fc.constantFrom(...declared.variables).map(one => `var.${one}`),
    fc.constantFrom(...declared.locals).map(one => `local.${one}.part`),
    fc.constantFrom(
      'path.module',
      'terraform.workspace',
      '12.5',
      'true',
      'null',
      '"text: { $${x} }"',
      ...scope,
    ),
  )
  if (depth === 0) return leaf
  const inner = expression(declared, scope, depth - 1)
  const bound = expression(declared, [...scope, 'item'], depth - 1)
  return fc.oneof(
    leaf,
    inner.map(one => `join(",", [${one}, 1])`),
    inner.map(one => `provider::own::call(${one}...)`),
    fc.tuple(inner, inner, inner).map(([a, b, c]) => `(${a} == ${b} ? ${c} : -1)`),
    fc.tuple(inner, inner).map(([a, b]) => `{ key = ${a}, (${b}) = 2, "k" : 3 }`),
    fc.tuple(inner, bound).map(([a, b]) => `[for item in ${a} : ${b} if item != null]`),
    fc.tuple(inner, bound).map(([a, b]) => `{ for key, item in ${a} : key => ${b}... }`),
    inner.map(one => `"a \${${one}} b"`),
    inner.map(one => `"%{ if ${one} }x%{ else }y%{ endif }"`),
    inner.map(one => `(${one})[*].name["k"].0`),
  )
}

const value = (declared: Names): fc.Arbitrary<unknown> =>
  fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 3 },
      expression(declared).map(one => `\${${one}}`),
      expression(declared).map(one => `at \${${one}}, then %{ for x in ${one} ~}\${x}%{ endfor }`),
      fc
        .string()
        .map(text => text.replace(/[$%]+\{/g, ''))
        .map(text => text.replace(/[$%]$/, '')),
      fc.integer(),
      fc.bigInt(),
      fc.boolean(),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(name, tie('value'), { maxKeys: 3 }),
    ),
  })).value

const optional = <Value>(arbitrary: fc.Arbitrary<Value>, key: string): fc.Arbitrary<object> =>
  fc.option(arbitrary, { nil: undefined }).map(one => (one === undefined ? {} : { [key]: one }))

const merged = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map(all => Object.assign({}, ...all))

/** An object, or the same in an array, as every block may be written. */
const block = (body: fc.Arbitrary<object>): fc.Arbitrary<unknown> =>
  fc.oneof(
    body,
    body.map(one => [one]),
  )

const lifecycle = (declared: Names) =>
  merged(
    optional(fc.constantFrom(true, false, 'true'), 'prevent_destroy'),
    optional(fc.constantFrom('all', ['tags'], ['tags["a"].b[0]']), 'ignore_changes'),
    optional(
      fc.constantFrom(...declared.resources).map(one => [`thing.${one}`]),
      'replace_triggered_by',
    ),
    optional(
      fc.constantFrom(...declared.variables).map(one => ({
        condition: `\${var.${one} != ""}`,
        error_message: 'It must be given.',
      })),
      'precondition',
    ),
  )

const resource = (declared: Names) =>
  merged(
    fc.dictionary(fc.constantFrom('size', 'tags', 'rule'), value(declared)),
    optional(block(lifecycle(declared)), 'lifecycle'),
    optional(
      fc.subarray([...declared.resources]).map(all => all.map(one => `thing.${one}`)),
      'depends_on',
    ),
    fc.constantFrom(
      {},
      { count: 2, index: '${count.index}' },
      { for_each: { a: 1 }, key: '${each.key} ${each.value}' },
      { provider: 'thing' },
      { provisioner: { 'local-exec': { command: 'echo ${self.id}', when: 'create' } } },
      { dynamic: { rule: { for_each: '${var.always}', content: { port: '${rule.value}' } } } },
      { '//': 'a comment ${x' },
    ),
  )

const document: fc.Arbitrary<TerraformDocument> = drawnNames.chain(declared => {
  const each = (kinds: readonly string[], body: fc.Arbitrary<unknown>) =>
    fc
      .tuple(...kinds.map(() => body))
      .map(all => Object.fromEntries(kinds.map((kind, at) => [kind, all[at]])))
  const types = fc.constantFrom('string', 'list(any)', 'object({ a = optional(map(number), {}) })')
  return fc.record(
    {
      resource: each(declared.resources, block(resource(declared))).map(all => ({ thing: all })),
      variable: each(declared.variables, block(optional(types, 'type'))),
      locals: each(declared.locals, value(declared)),
      output: fc.dictionary(
        name,
        value(declared).map(one => ({ value: one })),
        { minKeys: 1, maxKeys: 2 },
      ),
      moved: fc.constantFrom([{ from: 'thing.gone', to: 'module.m.thing.b["k"]' }]),
      terraform: fc.constantFrom({ required_version: '>= 1.8, != 1.9.1' }, { backend: { local: {} } }),
    },
    { requiredKeys: ['resource', 'variable', 'locals'] },
  ) as fc.Arbitrary<unknown> as fc.Arbitrary<TerraformDocument>
})

describe('documents of valid pieces', () => {
  it('give no problem', () => {
    fc.assert(
      fc.property(document, drawn => {
        expect(verdict(checkDocument(drawn, alone))).toBe('valid\n')
      }),
      { numRuns: 400 },
    )
  })

  it('are not harmed by the check', () => {
    fc.assert(
      fc.property(document, drawn => {
        const before = structuredClone(drawn)
        checkDocument(drawn, alone)
        expect(drawn).toEqual(before)
      }),
      { numRuns: 50 },
    )
  })
})

describe('documents of anything', () => {
  const kinds = ['resource', 'data', 'provider', 'module', 'locals', 'output', 'variable', 'terraform']
  const more = [
    'moved',
    'removed',
    'import',
    'check',
    'lifecycle',
    'dynamic',
    'provisioner',
    'depends_on',
    '//',
  ]
  const texts = ['${', '%{', '${a.b}', '"', '${[for', 'a[', '${"${', 'for', '\\', '<<', '${x ? 1', '}']
  const anything = fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 5 },
      fc.array(fc.constantFrom(...texts), { maxLength: 4 }).map(all => all.join('')),
      fc.constantFrom<unknown>(null, true, 1, -0.5, 2n ** 64n, ''),
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...kinds, ...more, '__proto__', 'count', 'for_each', 'a'), tie('value'), {
        maxKeys: 4,
      }),
    ),
  })).value

  it('are judged, whatever is in them', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...kinds, ...more), anything), drawn => {
        expect(typeof verdict(checkDocument(drawn as TerraformDocument, alone))).toBe('string')
      }),
      { numRuns: 1_000 },
    )
  })
})
