/** The builtin `definitionsOf` against nix/definitions, interpreted, on everything that the fixtures have. */
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateEmbedded } from '../../../../src/nix/embedded.js'
import { definitionsBuiltin } from '../../../../src/nix/eval/definitions/builtin.js'
import { createEvaluator } from '../../../../src/nix/eval/evaluator.js'
import { Data } from '../../../../src/nix/eval/values.js'
import { runtimeRequest } from '../../../../src/project/request.js'
import { compileOptions, temporaryFolder } from '../../../support/compile.js'
import { repository } from '../../../support/nix.js'
import { randomModules } from '../../../support/random-modules.js'

const seed = Number(process.env.TERRANE_SEED ?? 20_261_122)

const compiled = join(repository, 'fixtures', 'compile')
const fixtures = readdirSync(compiled, { recursive: true, encoding: 'utf8' })
  .filter(path => path.endsWith('infra.nix'))
  // Both ways of each take time; compile-fixtures.test.ts has them all.
  .filter((_, index) => index % 6 === 0)
  .map(path => [path, [join(compiled, path)]] as const)

const outcome = async (paths: readonly string[], takesHelpers: boolean) => {
  const options = {
    ...compileOptions(paths[0]!),
    entries: paths.map(path => ({ kind: 'file', path }) as const),
  }
  try {
    const request = { ...runtimeRequest(options, 'definitions'), takesHelpers }
    return (await evaluateEmbedded(request, { print: () => {} })).json
  } catch (error) {
    return (error as Error).message
  }
}

describe('is the document that Nix code makes', () => {
  it('of every fixture', async () => {
    expect(fixtures.length).toBeGreaterThan(20)
    for (const [name, paths] of fixtures)
      expect(await outcome(paths, true), name).toEqual(await outcome(paths, false))
  })

  it('of random modules', async () => {
    const folder = temporaryFolder()
    const samples = fc.sample(randomModules, { numRuns: 12, seed })
    for (const [index, modules] of samples.entries()) {
      mkdirSync(join(folder, `${index}`))
      const paths = modules.map((source, number) => {
        const path = join(folder, `${index}`, `${number}.nix`)
        writeFileSync(path, source)
        return path
      })
      expect(await outcome(paths, true), modules.join('\n')).toEqual(await outcome(paths, false))
    }
  })

  it.each([
    [
      'floats, great integers, paths and functions',
      '[ 1.5 (-0.0) 1.0e300 9007199254740992 (-9007199254740993) ./. (x: x) null ]',
    ],
    ['strings that name the store', '"${./x}/y"'],
    [
      'derivations and sources of flakes',
      '{ a.outPath = ./x; b = { _type = "flake"; outPath = "/nix/store/x"; }; }',
    ],
    [
      'sets that have a meaning',
      '{ a = { _type = "mine"; __functor = x: x; _ref = 1; b = lib.mkForce 1; }; }',
    ],
    [
      'properties in properties',
      '{ a = lib.mkForce (lib.mkIf true 1); b = lib.mkForce (lib.mkBefore [ 1 ]); c = lib.mkAfter (lib.mkForce [ 2 ]); d = lib.mkMerge [ 1 (lib.mkIf false (throw "no")) (lib.mkIf true 1) ]; }',
    ],
    [
      'definitions that name their file',
      'lib.mkMerge [ (lib.mkDefinition { file = "elsewhere"; value.a.b = 1; }) { a.c = 2; d = 3; } ]',
    ],
    [
      'elements under conditions',
      '[ (lib.mkIf true 1) (lib.mkIf false (throw "no")) (lib.mkMerge [ { a = 1; } { b = 2; } ]) ]',
    ],
    [
      'what is beaten and would fail',
      'lib.mkMerge [ { a = throw "no"; } { a = lib.mkForce 1; } { a = lib.mkDefault (throw "no"); } ]',
    ],
    ['what fails', '{ a = throw "told"; }'],
    ['what would be called', '{ __toString = x: "text"; }'],
    ['strange names', '{ "__proto__" = 1; "" = 2; "ü" = 3; "10" = 4; "9" = 5; }'],
    ['conditions that are none', '{ a = lib.mkIf "yes" 1; }'],
  ])('of %s', async (_, value) => {
    const folder = temporaryFolder()
    writeFileSync(join(folder, 'x'), 'text')
    writeFileSync(join(folder, 'infra.nix'), `{ lib, ... }: { locals.x = ${value}; }`)
    writeFileSync(
      join(folder, 'more.nix'),
      `{ lib, ... }: { locals.y = 1; locals.x = lib.mkOrder 1200 (${value}); }`,
    )
    expect(existsSync(join(folder, 'x'))).toBe(true)
    const [alone, both] = [['infra.nix'], ['infra.nix', 'more.nix']].map(names =>
      names.map(name => join(folder, name)),
    )
    expect(await outcome(alone!, true)).toEqual(await outcome(alone!, false))
    expect(await outcome(both!, true)).toEqual(await outcome(both!, false))
  })
})

describe('the builtin itself', () => {
  const ask = (values: string) => {
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
    const definitionsOf = definitionsBuiltin(evaluator.session)
    return definitionsOf.run([0, 1], evaluator.evaluateText(values, '/', undefined))
  }

  it('makes the document, and leaves to Nix only what fails', () => {
    const override = (priority: number, content: string) =>
      `{ _type = "override"; priority = ${priority}; content = ${content}; }`
    const first = `{ a = 1; b = ${override(1000, 'throw "beaten"')}; }`
    expect(ask(`[ ${first} { b = ${override(50, '2')}; c = [ 1.5 ]; } ]`)).toEqual(
      new Data({
        _type: 'definitions',
        of: [0, 1],
        members: {
          a: 1,
          b: {
            _type: 'definitions',
            of: [
              { file: 0, priority: 1000 },
              { file: 1, priority: 50, value: 2 },
            ],
          },
          c: [{ _type: 'float', mantissa: 3, exponent: -1 }],
        },
        rest: [['c']],
      }),
    )
    expect(ask('[ { a = throw "told by Nix"; } { } ]')).toBeNull()
  })
})
