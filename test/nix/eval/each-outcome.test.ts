import { describe, expect, it } from 'vitest'
import { runEmbedded } from '../../../src/nix/embedded.js'
import type { Outcome } from '../../../src/nix/eval/request.js'

const outcomes = async (expression: string, catchAll = false): Promise<readonly Outcome[]> => {
  const { text } = await runEmbedded({
    root: { expression },
    format: 'each',
    attribute: '',
    strings: {},
    expressions: {},
    searchPath: [],
    cwd: '/',
    catchAll,
  })
  return JSON.parse(text)
}

describe('each of several values', () => {
  it('has its value or its error, and none ends the evaluation', async () => {
    const found = await outcomes(
      'let bad = { }.x; in [ { known = 1; value = [ 2 ]; } { known = 2; value = throw "no"; } { known = 3; value = bad; } { known = 4; value = bad; } ]',
    )
    expect(found.map(({ known, value, failure }) => [known, value, failure?.[0]?.message ?? null])).toEqual([
      [1, [2], null],
      [2, null, 'no'],
      [3, null, "attribute 'x' missing"],
      [4, null, "attribute 'x' missing"],
    ])
  })

  it('may be looked at with a tryEval that catches everything', async () => {
    const expression = '[ { known = null; value = (builtins.tryEval { }.x).success; } ]'
    expect((await outcomes(expression))[0]?.failure).toHaveLength(1)
    expect((await outcomes(expression, true))[0]).toMatchObject({ value: false, failure: null })
  })
})
