import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { DataBuilder } from '../../../../src/nix/eval/text/data-builder.js'
import { quoteJson, quoteName, quoteNix, quoteXml } from '../../../../src/nix/eval/text/escape.js'
import { readJson } from '../../../../src/nix/eval/text/json-read.js'
import { readToml } from '../../../../src/nix/eval/text/toml.js'
import { hasNix, nixValue, runNix } from '../../real/nix.js'

const decoded = (bytes: string) => Buffer.from(bytes, 'latin1').toString()

/** Shows what kind of number came: `1` is the integer, `float 1` the float. */
const shown: DataBuilder<unknown> = {
  null: () => null,
  bool: value => value,
  int: value => value,
  float: value => `float ${value}`,
  string: value => decoded(value),
  list: items => items,
  set: members => Object.fromEntries([...members].map(([name, value]) => [decoded(name), value])),
}

const json = (text: string) => readJson(Buffer.from(text).toString('latin1'), shown)
const toml = (text: string) => readToml(Buffer.from(text).toString('latin1'), shown)

describe('JSON', () => {
  it('keeps integers of 64 bits apart from floats', () => {
    expect(json('[1, -0, 1.0, 1e2, 9007199254740993, -9223372036854775808, 123456789012345678901]')).toEqual([
      1,
      0,
      'float 1',
      'float 100',
      9007199254740993n,
      -9223372036854775808n,
      'float 123456789012345680000',
    ])
  })

  it('keeps the last of equal names', () => {
    expect(json('{"a":1,"b":{},"a":[]}')).toEqual({ a: [], b: {} })
  })

  it('is nested as deep as memory goes', () => {
    expect(() => json('['.repeat(100_000) + ']'.repeat(100_000))).not.toThrow()
  })

  it.each([
    ['"a\\u0000b"', "input string 'a␀b' cannot be represented as Nix string because it contains null bytes"],
    [
      '{"a\\u0000b":1}',
      "input string 'a␀b' cannot be represented as Nix string because it contains null bytes",
    ],
    ['18446744073709551615', 'unsigned json number 18446744073709551615 outside of Nix integer range'],
    [
      '',
      '[json.exception.parse_error.101] parse error at line 1, column 1: attempting to parse an empty input; check that your input string or file contains the expected JSON',
    ],
  ])('refuses %j', (text, message) => {
    expect(() => json(text)).toThrow(message)
  })

  it.skipIf(!hasNix)('is refused with the words of the real Nix', () => {
    const folder = mkdtempSync(join(tmpdir(), 'json-'))
    const file = join(folder, 'text')
    const wrong = [
      '  ',
      '[1 x]',
      '[1,',
      '{',
      '{1',
      '{"a"',
      '{"a" 1}',
      '{"a":1,}',
      '{"a":1 "b":2}',
      '[1 2]',
      '1 2',
      'tru',
      'truex',
      'nulx',
      '-',
      '-a',
      '1.',
      '1.x',
      '1e',
      '1e+',
      '01',
      '"abc',
      '"a\nb"',
      '"\\x"',
      '"\\u12"',
      '"\\ud800"',
      '"\\udc00"',
      '"\\ud800\\u0041"',
      '"\\ud800x"',
      '1e999',
      ']',
      '}',
      ',',
      '{"a":}',
      '\n\n  [1,\n x]',
      'é',
      '"\x01"',
      '[true,x]',
      '{"a":1]',
      '[1}',
      '+1',
      '[,1]',
      'NaN',
    ]
    try {
      for (const text of wrong) {
        writeFileSync(file, text)
        const { stderr } = runNix('nix-instantiate', [
          '--eval',
          '-E',
          `builtins.fromJSON (builtins.readFile ${file})`,
        ])
        const theirs = /error: (\[json[^\n]*)/.exec(stderr)?.[1]
        expect(theirs, text).toBeDefined()
        expect(() => json(text), text).toThrow(theirs)
      }
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  /** Nix refuses what only an unsigned integer of 64 bits holds; beyond that it reads a float. */
  const hasUnsigned = (text: string) =>
    [...text.matchAll(/(?<![\d.-])\d{19,20}(?![\d.])/g)].some(([digits]) => BigInt(digits) >> 63n === 1n)

  it('is read as JavaScript reads it', () => {
    const plain = { ...shown, int: Number, float: Number }
    const anyJson = fc.jsonValue({ stringUnit: 'grapheme' }).map(value => JSON.stringify(value, null, 1))
    fc.assert(
      fc.property(anyJson, text => {
        fc.pre(!text.includes('\\u0000') && !hasUnsigned(text))
        expect(readJson(Buffer.from(text).toString('latin1'), plain)).toEqual(JSON.parse(text))
      }),
    )
  })
})

describe('TOML', () => {
  it('keeps integers apart from floats', () => {
    expect(toml('a = 1\nb = 1.0\nc = 0xff\nd = inf\ne = 9007199254740993\n[t.u]\nv = [true, "é"]')).toEqual({
      a: 1,
      b: 'float 1',
      c: 255,
      d: 'float Infinity',
      e: 9007199254740993n,
      t: { u: { v: [true, 'é'] } },
    })
  })

  it.each([
    ['a = 1979-05-27T07:32:00Z', 'while parsing TOML: Dates and times are not supported'],
    ['a = 07:32:00', 'while parsing TOML: Dates and times are not supported'],
    ['a = 9223372036854775808', 'while parsing TOML: [error] toml::parse_dec_integer: too large integer'],
    ['"a\\u0000b" = 1', "while parsing TOML: error: input string 'a␀b' cannot be represented"],
    ['a = ', 'while parsing TOML: '],
    ['a = 1\na = 2', 'while parsing TOML: '],
  ])('refuses %j', (text, message) => {
    expect(() => toml(text)).toThrow(message)
  })

  it.skipIf(!hasNix)('is read as the real Nix reads it', () => {
    const text =
      'title = "x"\n[a]\nb = { c = [1, 2], "d e" = \'f\' }\n[[l]]\nn = 1\n[[l]]\nn = -2\nm = """\ntwo\nlines"""\n'
    expect(toml(text)).toEqual(nixValue(`builtins.fromTOML ${JSON.stringify(text)}`))
  })
})

describe('quoting', () => {
  it('writes a string as Nix does', () => {
    expect(quoteNix('a "b" \\ \n\r\t ${c} $d $${e}')).toBe('"a \\"b\\" \\\\ \\n\\r\\t \\${c} $d $\\${e}"')
  })

  it('quotes the names that need it', () => {
    expect(['a', "a'-_1", 'or', '_', '', '1a', 'if', 'a b', 'a.b', '-a'].map(quoteName)).toEqual([
      'a',
      "a'-_1",
      'or',
      '_',
      '""',
      '"1a"',
      '"if"',
      '"a b"',
      '"a.b"',
      '"-a"',
    ])
  })

  it('writes a string as JSON, with short escapes', () => {
    expect(quoteJson('"\\/\b\f\n\r\t\x01\x7f')).toBe('"\\"\\\\/\\b\\f\\n\\r\\t\\u0001\x7f"')
  })

  it.each([
    ['a\xff', 'invalid UTF-8 byte at index 1: 0xFF'],
    ['a\xc3(', 'invalid UTF-8 byte at index 2: 0x28'],
    ['\xe2\x82', 'incomplete UTF-8 string; last byte: 0x82'],
    ['\xed\xa0\x80', 'invalid UTF-8 byte at index 1: 0xA0'],
  ])('refuses bytes that JSON can not hold: %j', (text, message) => {
    expect(() => quoteJson(text)).toThrow(
      `JSON serialization error: [json.exception.type_error.316] ${message}`,
    )
  })

  it('writes an attribute of XML', () => {
    expect(quoteXml('<a href="b">\n&\'')).toBe('"&lt;a href=&quot;b&quot;&gt;&#xA;&amp;\'"')
  })

  it.skipIf(!hasNix)('of strings agrees with the real Nix', () => {
    const texts = fc.sample(
      fc.string({ unit: fc.constantFrom('a', '"', '\\', '$', '{', '}', '\n', '\t', '\r', '<', '&', "'") }),
      { seed: 2, numRuns: 100 },
    )
    const list = `[ ${texts.map(text => quoteNix(text)).join(' ')} ]`
    expect(nixValue(list)).toEqual(texts)
    expect(runNix('nix-instantiate', ['--eval', '--strict', '-E', list]).stdout.trim()).toBe(list)
  })
})
