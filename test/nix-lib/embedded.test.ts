/** The bundled lib on terrane's own evaluator, where it is needed most: no Nix on the machine, no nixpkgs. */
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runEmbedded } from '../../src/nix/embedded.js'
import { bundledLib, fixtures } from './instantiate.js'

const evaluateInProcess = async (expression: string): Promise<unknown> => {
  const { text } = await runEmbedded(
    {
      root: { expression },
      format: 'json',
      attribute: '',
      strings: {},
      expressions: {},
      searchPath: [],
      cwd: fixtures,
    },
    { print: () => {} },
  )
  return JSON.parse(text)
}

describe('The bundled lib on the embedded evaluator', () => {
  it('gives every expression the value that nixpkgs gives it', async () => {
    const recorded = Object.fromEntries(
      readdirSync(join(fixtures, 'expected')).map(file => [
        file.replace('.json', ''),
        JSON.parse(readFileSync(join(fixtures, 'expected', file), 'utf8')),
      ]),
    )
    const run = join(fixtures, 'expressions', 'run.nix')
    expect(await evaluateInProcess(`import ${run} { libPath = "${bundledLib}"; }`)).toEqual(recorded)
  })

  it('behaves as users rely on', async () => {
    const cases = join(fixtures, 'behaviour.nix')
    const wrong = await evaluateInProcess(
      `let cases = import ${cases} (import ${bundledLib});
       in builtins.filter (name: cases.\${name}.expr != cases.\${name}.expected) (builtins.attrNames cases)`,
    )
    expect(wrong).toEqual([])
  })
})
