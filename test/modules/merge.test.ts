import { describe, expect, it } from 'vitest'
import type { Definition, DefinitionsDocument, DefinitionsNode, Node } from '../../src/modules/definitions.js'
import { mergeDocument } from '../../src/modules/merge.js'

const documentOf = (value: DefinitionsNode): DefinitionsDocument => ({
  version: 1,
  files: ['/a.nix', '/b.nix', '/c.nix'],
  options: { resource: value },
  assertions: [],
  warnings: [],
  meta: {},
  settings: { dialect: null },
})

const several = (...of: readonly Definition[]): DefinitionsNode => ({ _type: 'definitions', of })

const sets = (
  own: readonly Readonly<Record<string, Node>>[],
  shared: Readonly<Record<string, DefinitionsNode>> = {},
): DefinitionsNode => ({
  _type: 'definitions',
  of: own.map((_, file) => file),
  members: Object.fromEntries([...own.flatMap(Object.entries), ...Object.entries(shared)]),
  rest: own.slice(1).map(Object.keys),
})

const merge = (value: DefinitionsNode) => {
  const { document, problems } = mergeDocument(documentOf(value))
  return { value: document.options.resource, problems }
}

const at = (...of: readonly Definition[]) => merge(sets([{}], { x: several(...of) }))
const x = (value: unknown) => ({ value: { x: value }, problems: [] })

describe('priorities', () => {
  it('lets the lowest priority number win', () => {
    expect(at({ file: 0, value: 1 }, { file: 1, priority: 50, value: 2 })).toEqual(x(2))
  })

  it('lets a plain definition (100) win over mkDefault (1000), whose value Nix never computed', () => {
    expect(at({ file: 0, priority: 1000 }, { file: 1, value: 2 })).toEqual(x(2))
  })

  it('has no member where every condition is false', () => {
    expect(at({ file: 0, condition: false })).toEqual({ value: {}, problems: [] })
  })

  it('does not let a false condition beat anything', () => {
    expect(at({ file: 0, condition: false }, { file: 1, priority: 1000, value: 2 })).toEqual(x(2))
  })
})

describe('lists', () => {
  it('concatenates in the order of the definitions', () => {
    expect(at({ file: 0, value: [1] }, { file: 1, value: [2, 3] })).toEqual(x([1, 2, 3]))
  })

  it('sorts by mkBefore, plain, mkAfter, and keeps the order of equals', () => {
    expect(
      at(
        { file: 0, order: 1500, value: ['after'] },
        { file: 1, value: ['first'] },
        { file: 2, value: ['second'] },
        { file: 0, order: 500, value: ['before'] },
      ),
    ).toEqual(x(['before', 'first', 'second', 'after']))
  })

  it('drops elements whose condition is false, and keeps nulls', () => {
    expect(at({ file: 0, value: [1, several({ file: 0, condition: false }), null] })).toEqual(x([1, null]))
  })
})

describe('scalars', () => {
  it('takes equal values as one', () => {
    expect(at({ file: 0, value: 'a' }, { file: 1, value: 'a' })).toEqual(x('a'))
  })

  it('takes null with null', () => {
    expect(at({ file: 0, value: null }, { file: 1, value: null })).toEqual(x(null))
  })

  it('reads floats exactly and integers beyond 2^53 as bigint', () => {
    const float: Node = { _type: 'float', mantissa: 3602879701896397, exponent: -55 }
    expect(at({ file: 0, value: float })).toEqual(x(0.1))
    expect(at({ file: 0, value: { _type: 'int', value: '9223372036854775807' } })).toEqual(
      x(9223372036854775807n),
    )
  })

  it('collects the context of strings', () => {
    const node: Node = {
      _type: 'string',
      value: '/nix/store/x-y/z',
      context: { '/nix/store/x-y': { path: true } },
    }
    const { document } = mergeDocument(documentOf(sets([{ a: node }])))
    expect(document).toMatchObject({
      options: { resource: { a: '/nix/store/x-y/z' } },
      context: { '/nix/store/x-y': { path: true } },
    })
  })
})

describe('sets', () => {
  it('joins what each definition has alone with what several have', () => {
    const shared = { both: several({ file: 0, value: [1] }, { file: 1, value: [2] }) }
    expect(merge(sets([{ left: 1 }, { right: 2 }], shared)).value).toEqual({
      left: 1,
      right: 2,
      both: [1, 2],
    })
  })

  it('keeps a member called __proto__ or _type an ordinary member', () => {
    const own = JSON.parse('{"__proto__": {"a": 1}, "t": {"_type": "set", "value": {"_type": "mine"}}}')
    const { value } = merge(sets([own]))
    expect(JSON.stringify(value)).toBe('{"__proto__":{"a":1},"t":{"_type":"mine"}}')
  })
})

describe('problems', () => {
  const problem = (...of: readonly Definition[]) => at(...of).problems[0]!

  it('shows every conflicting value, in nixpkgs’ words', () => {
    expect(
      problem({ file: 0, value: 1 }, { file: 1, value: 2 }, { file: 2, value: 1 }).message,
    ).toMatchInlineSnapshot(`
      "The option \`resource.x' has conflicting definition values:
      - In \`/a.nix': 1
      - In \`/b.nix': 2
      - In \`/c.nix': 1"
    `)
  })

  it('says which kinds do not merge', () => {
    expect(
      problem({ file: 0, value: 'a' }, { file: 1, value: [{ a: { b: { c: 1 } } }] }).message,
    ).toMatchInlineSnapshot(`
      "The option \`resource.x' is defined multiple times while it's expected to be unique: a string and a list can't be merged.
      Definition values:
      - In \`/a.nix': "a"
      - In \`/b.nix': [ { a = { … }; } ]"
    `)
  })

  it('does not merge null with a value', () => {
    expect(problem({ file: 0, value: null }, { file: 1, value: 1 })).toMatchObject({
      code: 'module-null-conflict',
      message: "The option `resource.x' is defined both null and not null, in `/a.nix' and `/b.nix'.",
    })
  })

  it('does not merge an integer with a float, as nixpkgs does not', () => {
    const one: Node = { _type: 'float', mantissa: 1, exponent: 0 }
    expect(problem({ file: 0, value: 1 }, { file: 1, value: one }).code).toBe('module-conflict')
  })

  it('leaves out what was beaten', () => {
    const found = problem({ file: 0, value: 1 }, { file: 1, priority: 1000 }, { file: 2, value: 2 })
    expect(found.definitions.map(definition => definition?.file)).toEqual(['/a.nix', undefined, '/c.nix'])
  })

  it('refuses functions and properties inside properties, naming the place', () => {
    const list: Node = [{ f: { _type: 'function' } }]
    expect(problem({ file: 0, value: list })).toMatchObject({
      code: 'module-type',
      path: ['resource', 'x', { winner: 0, entry: 0 }, 'f'],
    })
    expect(problem({ file: 0, value: { _type: 'property', property: 'if' } })).toMatchObject({
      code: 'module-nested-property',
      path: ['resource', 'x'],
    })
  })

  it('finds all of them in one go', () => {
    const shared = {
      a: several({ file: 0, value: 1 }, { file: 1, value: 2 }),
      b: several({ file: 0, value: 's' }, { file: 1, value: 2 }),
    }
    expect(merge(sets([{}, {}], shared)).problems.map(one => one.path.join('.'))).toEqual([
      'resource.a',
      'resource.b',
    ])
  })
})
