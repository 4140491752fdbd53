/** Diagnostics as a person sees them in a terminal. */
import { describe, expect, it } from 'vitest'
import { renderDiagnostic } from '../../src/cli/render/diagnostic.js'
import type { Diagnostic } from '../../src/contracts/diagnostic.js'

const render = (source: string, [line, column]: readonly [number, number], more: Partial<Diagnostic> = {}) =>
  renderDiagnostic(
    {
      code: 'nix-throw',
      severity: 'error',
      message: 'no',
      labels: [{ position: { file: '/a/infra.nix', line, column } }],
      ...more,
    },
    { colour: false, cwd: '/a', readSource: () => source },
  )

const frame = (source: string, position: readonly [number, number]): string =>
  render(source, position).split('\n').slice(1, -1).join('\n')

describe('a code frame', () => {
  it('covers a path, an attribute path, a search path, a token', () => {
    expect(frame('[ ../a-b/c.nix ]', [1, 3])).toContain('  |   ^^^^^^^^^^^^')
    expect(frame('[ ./a ]', [1, 3])).toMatch(/\| {3}\^{3}$/)
    expect(frame('a.b-c.d = 1', [1, 1])).toMatch(/\| \^{7}$/)
    expect(frame('[ <a/b.nix> ]', [1, 3])).toMatch(/\| {3}\^{9}$/)
    expect(frame('1 + 2', [1, 3])).toMatch(/\| {3}\^$/)
  })

  it('stands below its letter after tabs, wide letters, combining marks and letters of two units', () => {
    expect(frame('\t"é" x', [1, 6])).toBe('  --> infra.nix:1:6\n1 | \t"é" x\n  | \t    ^')
    expect(frame('"漢字" x', [1, 6])).toMatch(/\| {8}\^$/)
    expect(frame('"e\u0301" x', [1, 6])).toMatch(/\| {5}\^$/)
    expect(frame('"𝒳" x', [1, 5])).toMatch(/\| {5}\^$/)
  })

  it('counts lines as Nix does', () => {
    expect(frame('a\r\nb\rc\n', [2, 1])).toBe('  --> infra.nix:2:1\n1 | a\n2 | b\n  | ^\n3 | c')
  })

  it('shows of a long line what is around the column', () => {
    const source = `{\n  a = "${'x'.repeat(200_000)}" + nope + "${'y'.repeat(50)}${'z'.repeat(200_000)}";\n}`
    const shown = frame(source, [2, source.indexOf('nope') - 1])
    expect(shown.length).toBeLessThan(500)
    const [, before, line, carets, after] = shown.split('\n')
    expect([before, after]).toEqual(['1 | {', '3 | }'])
    expect(line).toMatch(/^2 \| …x+" \+ nope \+ "y+z+…$/)
    expect(carets!.indexOf('^')).toBe(line!.indexOf('nope'))
    expect(carets).toMatch(/^ {2}\| +\^{4}$/)
  })

  it('shows the beginning or the end of a long line where the column is there', () => {
    const start = frame(`nope ${'x'.repeat(1000)}`, [1, 1]).split('\n')
    expect([start[1]!.slice(0, 9), start[1]!.at(-1), start[2]]).toEqual(['1 | nope ', '…', '  | ^^^^'])
    const end = frame(`${'x'.repeat(1000)} nope`, [1, 1002]).split('\n')
    expect(end[1]).toMatch(/^1 \| …x+ nope$/)
    expect(end[2]!.indexOf('^')).toBe(end[1]!.indexOf('nope'))
  })

  it('is left out where the place is not in the text', () => {
    expect(frame('a', [7, 1])).toBe('  --> infra.nix:7:1')
    expect(frame('a', [1, 90])).toContain('1 | a')
  })
})

describe('what comes from elsewhere', () => {
  const evil = 'a\u001b]0;title\u0007b\u001b[2Jc\u009b1md\u202ee\r'

  it('cannot drive the terminal from a line of source, and the caret stays right', () => {
    const shown = frame(`${evil.trimEnd()} nope`, [1, 25])
    expect(shown).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
    const [, line, carets] = shown.split('\n')
    expect(line).toContain('a␛]0;title␇b␛[2Jc')
    expect([...carets!].indexOf('^')).toBe([...line!].indexOf('n', 20))
  })

  it('cannot drive it from a message, a label, a note, a hint or the name of a file', () => {
    const position = { file: `/a/${evil}.nix`, line: 1, column: 1 }
    const text = render('x', [1, 1], {
      message: `${evil}\n${evil}`,
      labels: [{ position, text: evil }],
      notes: [`${evil}\n${evil}`],
      hint: evil,
    })
    expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202e]/)
    expect(text).toContain('error[nix-throw]: a]0;titlebc1mde\n')
  })

  it('begins on the first line, whatever its message begins with', () => {
    expect(render('x', [1, 1], { message: '\n  Failed\n    more\n' })).toContain(
      'error[nix-throw]: Failed\n      more\n',
    )
  })
})
