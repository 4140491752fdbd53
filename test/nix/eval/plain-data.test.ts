import { expect, it } from 'vitest'
import { createEvaluator } from '../../../src/nix/eval/evaluator.js'
import { isPlainBuiltin } from '../../../src/nix/eval/plain-data.js'

const isPlain = (expression: string) => {
  const evaluator = createEvaluator({
    pure: true,
    system: 'x86_64-linux',
    searchPath: [],
    env: {},
    home: undefined,
    now: 0,
    print: () => {},
    trees: undefined,
  })
  return isPlainBuiltin.run(evaluator.evaluateText(expression, '/', undefined))
}

it.each(['1', '"text"', 'null', 'true', '[ ]', '{ }', '{ a.b = [ 1 { c = "d"; } ]; }'])(
  '%s is plain',
  text => {
    expect(isPlain(text)).toBe(true)
  },
)

it.each([
  'x: x',
  '/path',
  '1.5',
  '9007199254740992',
  '{ outPath = "x"; }',
  '{ a = [ { _type = "if"; } ]; }',
  '{ __toString = _: ""; }',
  '{ __functor = _: _: 1; }',
  '[ (builtins.toFile "name" "text") ]',
])('%s is not plain', text => {
  expect(isPlain(text)).toBe(false)
})

it('a value that fails is not plain', () => {
  expect(isPlain('{ a = [ (throw "no") ]; }')).toBe(false)
})
