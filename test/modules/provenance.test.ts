import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Definition, DefinitionsDocument, DefinitionsNode } from '../../src/modules/definitions.js'
import type { MergedValue } from '../../src/modules/document.js'
import { mergeDocument } from '../../src/modules/merge.js'
import { provenanceOf } from '../../src/modules/provenance.js'
import { chooseEngine } from '../../src/project/engine.js'
import { runtimeRequest } from '../../src/project/request.js'
import { compileOptions } from '../support/compile.js'
import { repository } from '../support/nix.js'

type Path = readonly [string, ...(string | number)[]]

const documentOf = (...of: readonly Definition[]): DefinitionsDocument => ({
  version: 1,
  files: ['/a.nix', '/b.nix', '/c.nix'],
  options: {
    resource: { _type: 'definitions', of: [{ file: 0 }], members: { x: several(...of) } },
  },
  assertions: [],
  warnings: [],
  meta: {},
  settings: { dialect: null },
})

const several = (...of: readonly Definition[]): DefinitionsNode => ({ _type: 'definitions', of })

describe('the provenance of a value', () => {
  it('is all of its definitions, and which of them count', () => {
    const document = documentOf(
      { file: 0, priority: 1000 },
      { file: 1, value: 'b' },
      { file: 2, condition: false },
    )
    expect(provenanceOf(document, ['resource', 'x'])).toEqual({
      path: ['resource', 'x'],
      definitions: [
        { file: '/a.nix', priority: 1000, order: 1000, status: 'beaten' },
        { file: '/b.nix', priority: 100, order: 1000, status: 'used', value: 'b' },
        { file: '/c.nix', priority: 100, order: 1000, status: 'false-condition' },
      ],
    })
  })

  it('of an element is that of the list that brought it, by its place there', () => {
    const document = documentOf(
      { file: 0, order: 1500, value: ['last'] },
      { file: 1, value: ['first', { name: 'second' }] },
    )
    expect(provenanceOf(document, ['resource', 'x', 2])).toMatchObject({
      path: ['resource', 'x', { winner: 0, entry: 0 }],
      definitions: [{ file: '/a.nix', value: 'last' }],
    })
    expect(provenanceOf(document, ['resource', 'x', 1, 'name'])).toMatchObject({
      path: ['resource', 'x', { winner: 1, entry: 1 }, 'name'],
      definitions: [{ file: '/b.nix', value: 'second' }],
    })
  })

  it('of what nobody defines is that of what is nearest above it', () => {
    const document = documentOf({ file: 1, value: { a: 1 } })
    expect(provenanceOf(document, ['resource', 'x', 'b', 'c'])).toMatchObject({
      path: ['resource', 'x'],
      definitions: [{ file: '/b.nix', status: 'used' }],
    })
    expect(provenanceOf(document, ['data', 'x'])).toBeUndefined()
  })

  it('of what Nix has merged itself is the files that define it, and the names that lead there', () => {
    const document: DefinitionsDocument = {
      ...documentOf(),
      options: {
        locals: { _type: 'computed', files: ['/a.nix', '/b.nix'], of: [], value: { a: [1] } } as never,
      },
    }
    expect(provenanceOf(document, ['locals', 'a', 0])).toMatchObject({
      path: ['locals', 'a'],
      definitions: [{ file: '/a.nix' }, { file: '/b.nix' }],
    })
  })
})

/** All values that are not sets or lists, with their paths. */
const leaves = (value: MergedValue, path: Path): readonly (readonly [Path, MergedValue])[] => {
  if (value === null || typeof value !== 'object') return [[path, value]]
  const members = Array.isArray(value) ? [...value.entries()] : Object.entries(value)
  return members.flatMap(([step, member]) => leaves(member as MergedValue, [...path, step]))
}

describe('of every leaf of a document', () => {
  for (const name of [
    'conditions-in-lists',
    'merge-equal-scalars',
    'merge-lists-of-sets',
    'merge-order-in-sets',
    'priorities',
    'provider-list',
    'sets-of-defaults',
    'strange-names',
    'submodules',
    'users',
  ])
    it(`a definition that counts has its value: ${name}`, async () => {
      const options = compileOptions(join(repository, 'fixtures', 'compile', name, 'infra.nix'))
      const engine = await chooseEngine('embedded')
      const answer = await engine.evaluate(runtimeRequest(options, 'definitions'))
      const definitions = answer as unknown as DefinitionsDocument
      const merged = mergeDocument(definitions).document.options
      const found = Object.entries(merged).flatMap(([option, value]) => leaves(value, [option]))
      expect(found.length).toBeGreaterThan(0)
      for (const [path, value] of found) {
        const origin = provenanceOf(definitions, path)
        const used = origin!.definitions.filter(({ status }) => status === 'used')
        expect(used.length, path.join('.')).toBeGreaterThan(0)
        const isComputed = definitions.options[path[0]]!._type === 'computed'
        if (!isComputed)
          expect(
            used.map(one => one.value),
            path.join('.'),
          ).toContainEqual(value)
      }
    })
})
