import { mkdirSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasNix } from '../support/nix.js'
import { scratch } from '../support/scratch.js'
import { terrane } from '../support/terrane.js'

const engines = [
  ['embedded', true],
  ['nix', hasNix],
] as const

describe.each(engines)('eval with the engine %s', (engine, there) => {
  const evaluate = async (args: readonly string[], folder = scratch()) =>
    terrane(folder, ['eval', '--engine', engine, ...args])

  it.skipIf(!there)('prints a value as nix-instantiate --eval --strict does', async () => {
    const { status, out } = await evaluate(['-E', '{ b = [ 1 1.5 "x\\n" null ]; a = x: x; }'])
    expect(out).toBe('{ a = <LAMBDA>; b = [ 1 1.5 "x\\n" null ]; }\n')
    expect(status).toBe(0)
  })

  it.skipIf(!there)('names the argument that has a syntax error', async () => {
    const { status, err } = await evaluate(['-E', '{ n, m }: n', '--arg', 'm', '2', '--arg', 'n', '1 +'])
    expect(status).toBe(3)
    expect(err.split('\n').slice(0, 2)).toEqual([
      'error[nix-syntax]: syntax error, unexpected end of file',
      '  --> «--arg n»:1:4',
    ])
  })

  it.skipIf(!there)('prints JSON, XML, or the bare text', async () => {
    expect((await evaluate(['--json', '-E', '{ a = [ true ]; }'])).out).toBe('{"a":[true]}\n')
    expect((await evaluate(['--raw', '-E', '"a\\nb"'])).out).toBe('a\nb')
    expect((await evaluate(['--xml', '-E', '[ 1 ]'])).out).toBe(
      "<?xml version='1.0' encoding='utf-8'?>\n<expr>\n  <list>\n    <int value=\"1\" />\n  </list>\n</expr>\n",
    )
  })

  it.skipIf(!there)('evaluates a file, an attribute of it, with arguments and a search path', async () => {
    const here = scratch()
    mkdirSync(`${here}/lib`)
    writeFileSync(`${here}/lib/default.nix`, '{ double = x: x + x; }')
    writeFileSync(
      `${here}/file.nix`,
      '{ n, text }: { r.s = (import <l>).double n; t = text; u = import ./lib == { }; }',
    )
    const args = ['--arg', 'n', '1 + 1', '--argstr', 'text', '${x}', '-I', 'l=lib', 'file.nix']
    expect((await evaluate(args, here)).out).toBe('{ r = { s = 4; }; t = "\\${x}"; u = false; }\n')
    expect((await evaluate(['-A', 'r.s', ...args], here)).out).toBe('4\n')
  })

  it.skipIf(!there)('calls a function that it is about only with arguments that are given', async () => {
    expect((await evaluate(['-E', '{ x ? 1 }: x'])).out).toBe('<LAMBDA>\n')
    expect((await evaluate(['-E', '{ x }: x'])).out).toBe('<LAMBDA>\n')
    expect((await evaluate(['--arg', 'y', '2', '-E', '{ x ? 1 }: x'])).out).toBe('1\n')
    expect((await evaluate(['--raw', '--argstr', 'x', 'é', '-E', '{ x }: x'])).out).toBe('é')
    const { err, status } = await evaluate(['--arg', 'y', '2', '-E', '{ x }: x'])
    expect(err).toContain('error[nix-missing-argument]: cannot evaluate a function that has an argument')
    expect(err).toContain('--> «string»:1:3')
    expect(status).toBe(3)
  })

  it.skipIf(!there)('calls functions on the way to an attribute, with or without arguments', async () => {
    const nested = '{ x ? 1 }: { a = { y ? x }: { "b.c" = [ y (z: z) ({ w ? 7 }: w) ]; }; }'
    expect((await evaluate(['-A', 'a."b.c".0', '-E', nested])).out).toBe('1\n')
    expect((await evaluate(['-A', 'a."b.c".0', '--arg', 'y', '5', '-E', nested])).out).toBe('5\n')
    expect((await evaluate(['-A', 'a."b.c".2', '-E', nested])).out).toBe('<LAMBDA>\n')
    expect((await evaluate(['-A', 'a."b.c".2', '--arg', 'w', '8', '-E', nested])).out).toBe('8\n')
  })

  it.skipIf(!there).each([
    ['b', '{ a = 1; }', "error[nix-missing-attribute]: attribute 'b' in selection path 'b' not found"],
    ['1', '[ 0 ]', "error[nix-missing-attribute]: list index 1 in selection path '1' is out of range"],
    [
      'a',
      '[ 0 ]',
      "error[nix-type]: the expression selected by the selection path 'a' should be a set but is a list",
    ],
    ['"a', '{ }', "error[nix-syntax]: missing closing quote in selection path '\"a'"],
  ])('says where the path %s ends', async (path, expression, message) => {
    expect((await evaluate(['-A', path, '-E', expression])).err).toContain(message)
  })

  it.skipIf(!there)('takes any text for an expression', async () => {
    expect((await evaluate(['-E', '-1'])).out).toBe('-1\n')
    expect((await evaluate(['--raw', '-E', '--help or "é"'])).err).toContain('--> «string»:1:')
  })

  it.skipIf(!there)('shows the line of an expression that has an error, or of an argument', async () => {
    const expression = '[\n  "é" (nope)\n]'
    expect((await evaluate(['-E', expression])).err).toContain(
      '--> «string»:2:8\n1 | [\n2 |   "é" (nope)\n  |        ^^^^\n3 | ]\n',
    )
    const { err } = await evaluate(['--arg', 'x', 'nope', '-E', '{ x }: x'])
    expect(err).toContain('--> «--arg x»:1:1\n1 | nope\n  | ^^^^\n')
  })

  it.skipIf(!there)('says where a string is not UTF-8 text, which JSON is', async () => {
    const here = scratch()
    writeFileSync(`${here}/file.nix`, Buffer.from('{ "\\n" = "\\tcaf\xe9 x"; }', 'latin1'))
    const { status, out, err } = await evaluate(['--json', 'file.nix'], here)
    expect(err).toContain(
      'error[nix-evaluation]: JSON serialization error: [json.exception.type_error.316] invalid UTF-8 byte at index 5: 0x20',
    )
    expect([out, status]).toEqual(['', 3])
  })

  it.skipIf(!there)('fails with the words of Nix, and prints nothing else', async () => {
    const { status, out, err } = await evaluate(['-E', '{ a = throw "no"; }'])
    expect(err).toContain('error[nix-')
    expect(err).toContain('no')
    expect(out).toBe('')
    expect(status).toBe(3)
  })

  it.skipIf(!there)('writes traces to standard error', async () => {
    const { out, err } = await evaluate(['-E', 'builtins.trace "hello" 1'])
    expect([out, err]).toEqual(['1\n', 'trace: hello\n'])
  })
})

describe('eval', () => {
  const evaluate = (args: readonly string[], folder = scratch()) => terrane(folder, ['eval', ...args])

  it('is about one file or one expression', async () => {
    expect((await evaluate([])).err).toContain('nothing to evaluate')
    const both = await evaluate(['-E', '1', 'x.nix'])
    expect(both.err).toContain('a file and an expression are given')
    expect(both.status).toBe(64)
  })

  it('prints in one format', async () => {
    expect((await evaluate(['--raw', '--xml', '-E', '1'])).err).toContain(
      '--raw and --xml exclude each other',
    )
  })

  it('points at the place of an error', async () => {
    const here = scratch()
    writeFileSync(`${here}/file.nix`, '{\n  a = 1 + "x";\n}\n')
    const { err } = await evaluate(['--engine', 'embedded', 'file.nix'], here)
    expect(err).toContain('--> file.nix:2:9\n')
  })

  it('reads only beside the file where it is to be pure', async () => {
    const here = scratch()
    const elsewhere = scratch()
    writeFileSync(`${elsewhere}/other.nix`, '1')
    writeFileSync(`${here}/near.nix`, '2')
    writeFileSync(`${here}/file.nix`, `{ near = import ./near.nix; env = builtins.getEnv "HOME"; }`)
    writeFileSync(`${here}/far.nix`, `import ${elsewhere}/other.nix`)
    const pure = ['--engine', 'embedded', '--pure-eval']
    expect((await evaluate([...pure, 'file.nix'], here)).out).toBe('{ env = ""; near = 2; }\n')
    const refused = await evaluate([...pure, 'far.nix'], here)
    expect(refused.err).toContain('nix-access-denied')
    expect(refused.status).toBe(3)
  })
})
