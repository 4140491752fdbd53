import { expect, it } from 'vitest'
import { runEmbedded } from '../../../src/nix/embedded.js'
import type { Format } from '../../../src/nix/eval/request.js'

const run = (expression: string, format: Format) =>
  runEmbedded({
    root: { expression },
    format,
    attribute: '',
    strings: {},
    expressions: {},
    searchPath: [],
    cwd: '/',
  })

const outcome = async (expression: string, format: Format) => {
  try {
    const { text, data } = await run(expression, format)
    return format === 'data' ? data : (JSON.parse(text) as unknown)
  } catch (error) {
    return String(error)
  }
}

it.each([
  ['numbers', '[ 1 (-1) 1.5 1e300 (-0.0) 9007199254740993 0.1 ]'],
  ['text', '[ "" "é" "\\n\\"" "${"$"}{x}" ]'],
  ['nothing and truth', '[ null true false ]'],
  [
    'names that JavaScript has for itself',
    '{ __proto__ = 1; constructor = { toString = 2; }; "1" = 3; "é" = 4; }',
  ],
  [
    'sets that stand for text',
    '[ { outPath = "o"; } { __toString = self: "s"; } { outPath = { a = 1; }; } ]',
  ],
  ['a path', 'builtins.toFile "name" "text"'],
  ['a broken __toString', '{ __toString = self: 1; }'],
  ['a function', '{ a.b = [ (x: x) ]; }'],
  ['text that is not UTF-8', '{ a = builtins.substring 0 1 "é"; }'],
  ['a failure', '{ a.b = [ 1 (throw "here") ]; }'],
  ['an endless value', 'let a = { inherit a; }; in a'],
])('data is what its JSON stands for: %s', async (_, expression) => {
  expect(await outcome(expression, 'data')).toEqual(await outcome(expression, 'json'))
})

it('what needs a deeper stack than this thread has is data all the same', async () => {
  const expression = `builtins.foldl' (inner: _: [ inner ]) "end" (builtins.genList (n: n) 7000)`
  let { data } = await run(expression, 'data')
  for (let depth = 0; depth < 7000; depth++) data = (data as readonly (typeof data)[])[0]!
  expect(data).toBe('end')
})
