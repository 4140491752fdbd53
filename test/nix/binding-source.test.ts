import { describe, expect, it } from 'vitest'
import { bindingSource } from '../../src/nix/binding-source.js'

/** The position of `default` in the text is marked by its first occurrence. */
const sourceOf = (text: string): string | undefined => {
  const before = text.slice(0, text.indexOf('default')).split('\n')
  return bindingSource(text, {
    file: '/x.nix',
    line: before.length,
    column: [...before.at(-1)!].length + 1,
  })
}

describe('the source of a binding', () => {
  it('ends with its own semicolon, not with one inside of it', () => {
    expect(sourceOf('{ default = let a = 1; b = 2; in a; x = 1; }')).toBe('let a = 1; b = 2; in a')
    expect(sourceOf('{ default = with x; assert y; { a = 1; }; z = 1; }')).toBe(
      'with x; assert y; { a = 1; }',
    )
    expect(sourceOf('{ default = "a;${b { c = 1; }};d"; }')).toBe('"a;${b { c = 1; }};d"')
    expect(sourceOf("{ default = ''\n  a; b\n''; }")).toBe("''\n  a; b\n''")
    expect(sourceOf('{ default = [ (with x; y) ]; }')).toBe('[ (with x; y) ]')
  })

  it('is found behind letters of several bytes', () => {
    expect(sourceOf('{ é = "ü"; default = "ß"; }')).toBe('"ß"')
  })

  it('loses the indentation that it has in the file', () => {
    expect(sourceOf('{\n    default = {\n      a = 1;\n    };\n}')).toBe('{\n  a = 1;\n}')
  })

  it('is nothing where the name is not bound to an expression', () => {
    expect(sourceOf('{ inherit default; }')).toBeUndefined()
    expect(sourceOf('{ default.a = 1; }')).toBeUndefined()
    expect(sourceOf('{ default = 1')).toBeUndefined()
    expect(bindingSource('{ }', { file: '/x.nix', line: 9, column: 9 })).toBeUndefined()
  })
})
