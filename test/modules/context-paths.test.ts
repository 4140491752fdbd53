import { expect, it } from 'vitest'
import { pathsNaming } from '../../src/modules/context-paths.js'
import type { DefinitionsDocument } from '../../src/modules/definitions.js'

const drv = '/nix/store/x-site.drv'
const text = {
  _type: 'string',
  value: '/nix/store/y-site',
  context: { [drv]: { outputs: ['out'] } },
} as const

it('the values that name a derivation are found wherever they stand', () => {
  const options: DefinitionsDocument['options'] = {
    locals: { _type: 'definitions', of: [0], members: { a: text, b: 'plain', list: [1, { c: text }, text] } },
    output: {
      _type: 'definitions',
      of: [0],
      members: {
        x: { _type: 'definitions', of: [1, { file: 0, value: text }] },
        y: { _type: 'set', value: { _type: text } },
      },
    },
    data: { _type: 'computed', files: [0], value: { z: text } },
  }
  expect(pathsNaming({ options } as DefinitionsDocument, drv)).toEqual([
    ['locals', 'a'],
    ['locals', 'list'],
    ['output', 'x'],
    ['output', 'y', '_type'],
    ['data', 'z'],
  ])
  expect(pathsNaming({ options } as DefinitionsDocument, '/nix/store/x-other.drv')).toEqual([])
})
