import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import {
  type DerivationHashes,
  type DerivationInput,
  instantiate,
} from '../../../src/nix/store/derivation.js'
import { hashOf, parseHash } from '../../../src/nix/store/hash.js'
import { makeTextPath } from '../../../src/nix/store/store-path.js'
import { hasNix, nixValue, runNix } from '../real/nix.js'

/** The data of `derivation { name; system = "x86_64-linux"; builder = "/bin/sh"; … }`. */
const simple = (
  name: string,
  more: Partial<DerivationInput> & { env?: ReadonlyMap<string, string> } = {},
) => ({
  name,
  system: 'x86_64-linux',
  builder: '/bin/sh',
  args: [],
  outputs: ['out'],
  inputSources: [],
  inputDerivations: new Map<string, readonly string[]>(),
  ...more,
  env: new Map([['name', name], ['system', 'x86_64-linux'], ['builder', '/bin/sh'], ...(more.env ?? [])]),
})

const attributes = 'system = "x86_64-linux"; builder = "/bin/sh";'

/** What the real Nix makes of a derivation: its path, its outputs and the text in its store. */
const real = (expression: string, outputs: readonly string[] = ['out']) => {
  const { drvPath, ...paths } = nixValue(
    `let d = ${expression}; in { inherit (d) drvPath; } // builtins.listToAttrs (map (name: { inherit name; value = d.\${name}.outPath; }) d.outputs or [ "out" ])`,
    ['--read-write-mode'],
  ) as Record<string, string>
  return { drvPath, outputs: outputs.map(name => paths[name]), text: readFileSync(drvPath!, 'latin1') }
}

const ours = (input: DerivationInput, hashes: DerivationHashes) => {
  const { drvPath, outputs, text } = instantiate(input, hashes)
  return { drvPath, outputs: input.outputs.map(name => outputs.get(name)), text }
}

describe('a store derivation', () => {
  it('has paths that depend on all of its data', () => {
    const { drvPath, outputs } = instantiate(simple('a'), new Map())
    expect(drvPath).toMatch(/^\/nix\/store\/[0-9a-z]{32}-a\.drv$/)
    expect(outputs.get('out')).toMatch(/^\/nix\/store\/[0-9a-z]{32}-a$/)
    expect(instantiate(simple('a', { args: ['-c'] }), new Map()).drvPath).not.toBe(drvPath)
  })

  it.each<[string, DerivationInput]>([
    [
      "invalid derivation name: name 'a b' contains illegal character ' '. Please pass a different 'name'.",
      simple('a b'),
    ],
    ["required attribute 'builder' missing", { ...simple('a'), builder: '' }],
    ["required attribute 'system' missing", { ...simple('a'), system: '' }],
    [
      "derivation names are allowed to end in '.drv' only if they produce a single derivation file",
      simple('a.drv'),
    ],
    ["duplicate derivation output 'x'", simple('a', { outputs: ['x', 'x'] })],
    ["invalid derivation output name 'drvPath'", simple('a', { outputs: ['drvPath'] })],
    ['derivation cannot have an empty set of outputs', simple('a', { outputs: [] })],
    [
      'multiple outputs are not supported in fixed-output derivations',
      simple('a', { outputs: ['out', 'dev'], fixedOutput: { method: 'flat', hash: hashOf('sha256', '') } }),
    ],
    [
      'derivation cannot be both content-addressed and impure',
      simple('a', { contentAddressed: true, impure: true }),
    ],
  ])('that is wrong says so: %s', (message, input) => {
    expect(() => instantiate(input, new Map())).toThrow(message)
  })

  it('whose outputs are known only after a build is left to a real Nix', () => {
    expect(() => instantiate(simple('a', { contentAddressed: true }), new Map())).toThrow(
      "derivation 'a' is content-addressed",
    )
    expect(() => instantiate(simple('a', { impure: true }), new Map())).toThrow("derivation 'a' is impure")
  })

  it('needs its inputs to be known', () => {
    const unknown = simple('a', { inputDerivations: new Map([['/nix/store/x.drv', ['out']]]) })
    expect(() => instantiate(unknown, new Map())).toThrow(
      "derivation '/nix/store/x.drv' was not made by this evaluation",
    )
  })

  describe.skipIf(!hasNix)('is what the real Nix writes', () => {
    it('for one output, with everything that is escaped', () => {
      const odd = 'a "quote" \\ back\nline\ttab\r é 😀'
      const bytes = Buffer.from(odd).toString('latin1')
      const written = JSON.stringify(odd)
      expect(ours(simple('plain', { args: ['-c', bytes], env: new Map([['v', bytes]]) }), new Map())).toEqual(
        real(`derivation { name = "plain"; ${attributes} args = [ "-c" ${written} ]; v = ${written}; }`),
      )
    })

    it('for several outputs, sorted by name', () => {
      const outputs = ['out', 'dev', 'bin']
      expect(
        ours(simple('multi', { outputs, env: new Map([['outputs', 'out dev bin']]) }), new Map()),
      ).toEqual(
        real(`derivation { name = "multi"; ${attributes} outputs = [ "out" "dev" "bin" ]; }`, outputs),
      )
    })

    it.each(['flat', 'recursive'] as const)('for a fixed output that is %s, with each algorithm', method => {
      for (const algorithm of ['md5', 'sha1', 'sha256', 'sha512'] as const) {
        const hash = hashOf(algorithm, 'content')
        const outputHash = Buffer.from(hash.bytes).toString('hex')
        const env = new Map([
          ['outputHash', outputHash],
          ['outputHashAlgo', algorithm],
          ['outputHashMode', method],
        ])
        expect(ours(simple('fixed', { env, fixedOutput: { method, hash } }), new Map())).toEqual(
          real(
            `derivation { name = "fixed"; ${attributes} outputHash = "${outputHash}"; outputHashAlgo = "${algorithm}"; outputHashMode = "${method}"; }`,
          ),
        )
      }
    })

    it('for a chain of inputs: sources, several outputs, fixed outputs, and inputs of inputs', () => {
      const hashes: DerivationHashes = new Map()
      const fixedHash = parseHash(`sha256:${'0'.repeat(64)}`)
      const fixedEnv = new Map([
        ['outputHash', '0'.repeat(64)],
        ['outputHashAlgo', 'sha256'],
      ])
      const fixed = instantiate(
        simple('fetched', { env: fixedEnv, fixedOutput: { method: 'flat', hash: fixedHash } }),
        hashes,
      )
      const script = makeTextPath('script', 'echo')
      const first = instantiate(
        simple('first', {
          outputs: ['out', 'dev'],
          inputSources: [script],
          inputDerivations: new Map([[fixed.drvPath, ['out']]]),
          env: new Map([
            ['outputs', 'out dev'],
            ['script', script],
            ['src', fixed.outputs.get('out')!],
          ]),
        }),
        hashes,
      )
      const second = simple('second', {
        inputDerivations: new Map([
          [first.drvPath, ['out', 'dev']],
          [fixed.drvPath, ['out']],
        ]),
        env: new Map([
          ['deps', `${first.outputs.get('dev')} ${first.outputs.get('out')} ${fixed.outputs.get('out')}`],
        ]),
      })
      expect(ours(second, hashes)).toEqual(
        real(`
          let
            fetched = derivation { name = "fetched"; ${attributes} outputHash = "${'0'.repeat(64)}"; outputHashAlgo = "sha256"; };
            first = derivation { name = "first"; ${attributes} outputs = [ "out" "dev" ]; script = builtins.toFile "script" "echo"; src = fetched; };
          in derivation { name = "second"; ${attributes} deps = [ first.dev first fetched ]; }`),
      )
    })

    it('for structured attributes', () => {
      const input = {
        ...simple('structured', {
          structuredAttrs: '{"a":[1,2],"builder":"/bin/sh","name":"structured","system":"x86_64-linux"}',
        }),
        env: new Map<string, string>(),
      }
      expect(ours(input, new Map())).toEqual(
        real(`derivation { name = "structured"; ${attributes} __structuredAttrs = true; a = [ 1 2 ]; }`),
      )
    })

    it('and is read by nix-store', () => {
      const { drvPath, outputs } = instantiate(simple('query'), new Map())
      runNix('nix-instantiate', ['-E', `derivation { name = "query"; ${attributes} }`])
      expect(runNix('nix-store', ['--query', '--outputs', drvPath]).stdout.trim()).toBe(outputs.get('out'))
    })
  })
})
