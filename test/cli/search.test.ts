import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { paint } from '../../src/cli/render/colour.js'
import { cellsOf } from '../../src/cli/render/width.js'
import { clipped, lastScroll, pageOf, screenLines } from '../../src/cli/search/screen.js'
import {
  type End,
  firstState,
  type Key,
  matching,
  pressed,
  type SearchState,
} from '../../src/cli/search/state.js'
import type { DocumentedOption } from '../../src/modules/option-docs/documented-option.js'
import { repository } from '../support/nix.js'

const option = (name: string, description: string | null = null): DocumentedOption => ({
  name,
  loc: name.split('.'),
  type: 'string',
  description,
  readOnly: false,
  declarations: [{ path: 'infra.nix', core: false }],
})

const options = [
  option('backup.enable', 'Whether servers are backed up.'),
  option('servers', 'Machines by name.'),
  option('servers.<name>.size', Array.from({ length: 40 }, (_, line) => `Line ${line}.`).join('\n')),
  ...Array.from({ length: 40 }, (_, index) => option(`zone-${index}`)),
]
const size = { columns: 50, rows: 12 }
const context = {
  options,
  page: pageOf(size),
  lastScroll: (one: DocumentedOption) => lastScroll(one, size),
}

const named = (name: string): Key => ({ name })
const typed = (text: string): readonly Key[] => [...text].map(sequence => ({ sequence, name: sequence }))

const stateAfter = (...keys: readonly Key[]): SearchState => {
  let state: SearchState | End = firstState(options)
  for (const key of keys) {
    if (typeof state === 'string') throw new Error(`the search was ${state}`)
    state = pressed(state, key, context)
  }
  if (typeof state === 'string') throw new Error(`the search was ${state}`)
  return state
}

const lines = (state: SearchState) => screenLines(state, options.length, size, paint(false))

describe('the search among options', () => {
  it('has those that carry all words in their name first, then those that are about them', () => {
    expect(matching(options, 'SERVERS').map(({ name }) => name)).toEqual([
      'servers',
      'servers.<name>.size',
      'backup.enable',
    ])
    expect(matching(options, 'size serv').map(({ name }) => name)).toEqual(['servers.<name>.size'])
    expect(matching(options, '  ')).toBe(options)
  })

  it('narrows with each letter, and widens again', () => {
    expect(stateAfter(...typed('serv')).found).toHaveLength(3)
    expect(stateAfter(...typed('serv'), named('down'), ...typed('x')).selected).toBe(0)
    expect(stateAfter(...typed('serx'), named('backspace')).found).toHaveLength(3)
    expect(stateAfter(...typed('two words'), { ctrl: true, name: 'w' }).query).toBe('two ')
    expect(stateAfter(...typed('two words'), { ctrl: true, name: 'u' }).found).toBe(options)
  })

  it('moves within what was found', () => {
    expect(stateAfter(named('up')).selected).toBe(0)
    expect(stateAfter(named('end'), named('down')).selected).toBe(options.length - 1)
    expect(stateAfter(named('pagedown'), named('up')).selected).toBe(pageOf(size) - 1)
    expect(stateAfter(...typed('nowhere'), named('down')).selected).toBe(0)
  })

  it('shows an option on Enter, scrolls to its end, and goes back to where it was', () => {
    const down = named('pagedown')
    const state = stateAfter(...typed('size'), named('return'), down, down, down, down, down, down, down)
    expect(lines(state).join('\n')).toContain('declared: infra.nix')
    expect(lines(state).join('\n')).not.toContain('Line 1.')
    expect(pressed(state, named('up'), context)).not.toEqual(state)
    expect(pressed(state, named('escape'), context)).toEqual(stateAfter(...typed('size')))
    expect(stateAfter(...typed('nowhere'), named('return')).open).toBeUndefined()
  })

  it('is left by Esc, and by Ctrl-C wherever one is', () => {
    const interrupt = { name: 'c', ctrl: true }
    expect(pressed(stateAfter(), named('escape'), context)).toBe('left')
    expect(pressed(stateAfter(), interrupt, context)).toBe('interrupted')
    expect(pressed(stateAfter(named('return')), interrupt, context)).toBe('interrupted')
  })

  it('never shows more than fits, on a terminal of any size', () => {
    for (const rows of [1, 2, 3, 5, 24])
      for (const columns of [1, 10, 80])
        for (const state of [
          stateAfter(),
          stateAfter(...typed('size'), named('return')),
          stateAfter(...typed('語é')),
        ]) {
          const shown = screenLines(state, options.length, { rows, columns }, paint(true))
          expect(shown.length).toBeLessThanOrEqual(rows)
          for (const line of shown) {
            const cells = [...line.replace(/\u001b\[\d+m/g, '')].reduce((sum, one) => sum + cellsOf(one), 0)
            expect(cells).toBeLessThanOrEqual(columns)
          }
        }
  })

  it('keeps the chosen option in sight', () => {
    expect(lines(stateAfter(named('end'))).join('\n')).toContain('› zone-39')
    expect(lines(stateAfter(...Array.from({ length: 20 }, () => named('down')))).join('\n')).toContain(
      '› zone-17',
    )
    expect(lines(stateAfter(...typed('backup')))).toMatchSnapshot()
  })

  it('closes colours that are cut', () => {
    expect(clipped(paint(true)('red', 'abcdef'), 3)).toBe(paint(true)('red', 'abc'))
  })
})

const hasScript = (() => {
  try {
    execFileSync('script', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    console.warn("util-linux' script is not on PATH: tests on a terminal are skipped")
    return false
  }
})()

/** Runs `terrane options` on a terminal; types the next keys whenever it sees what they wait for. */
const onTerminal = async (...steps: readonly (readonly [wait: string, keys: string])[]) => {
  // The command as it was built: it brings its Nix code.
  const command = join(repository, 'dist', 'cli.cjs')
  const line = `'${process.execPath}' '${command}' options --engine embedded`
  const child = spawn('script', ['-qefc', `${line}; echo status $?; stty -a`, '/dev/null'], {
    cwd: join(repository, 'fixtures', 'options', 'servers'),
    env: { ...process.env, TERM: 'xterm', CI: '', NO_COLOR: '1', TERRANE_TEST_SECRET: 'x' },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let seen = ''
  let from = 0
  const left = [...steps]
  child.stdout.setEncoding('utf8').on('data', text => {
    seen += text
    const [next] = left
    if (next === undefined || !seen.slice(from).includes(next[0])) return
    left.shift()
    from = seen.length
    child.stdin.write(next[1])
  })
  await once(child, 'close')
  return seen
}

describe.skipIf(!hasScript)('terrane options on a terminal', () => {
  it('searches, shows, and leaves the terminal as it was', async () => {
    const seen = await onTerminal(
      ['type to search', 'servers.<name>.label'],
      ['servers.<name>.label▏  2 of', '\r'],
      ['Esc goes back', '\u001b'],
      ['type to search', '\u001b'],
    )
    expect(seen).toContain('servers.<name>.label')
    expect(seen).toContain('declared: infra.nix:')
    const end = seen.slice(seen.lastIndexOf('\u001b[?1049l'))
    expect(end).toContain('status 0')
    expect(end).toMatch(/ icanon /)
    expect(end).toMatch(/ echo /)
    expect(seen).toContain('\u001b[?25h\u001b[?1049l')
  })

  it('is interrupted by Ctrl-C', async () => {
    const seen = await onTerminal(['type to search', '\u0003'])
    const end = seen.slice(seen.lastIndexOf('\u001b[?1049l'))
    expect(end).toContain('status 130')
    expect(end).toMatch(/ icanon /)
  })
})
