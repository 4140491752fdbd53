/** A unit file as a service manager reads it: enough of systemd.syntax and systemd.service to run what it says. */
import { spawnSync } from 'node:child_process'

/** Whether systemd-analyze is there; a test that needs it says so and skips. */
export const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0
if (!hasSystemd) console.warn('systemd-analyze is missing: units are not verified')
if ((process.env.TERRANE_REQUIRED ?? '').split(',').includes('systemd') && !hasSystemd)
  throw new Error('systemd is required here and is missing')

export interface UnitPlaces {
  /** What `%S` stands for: the parent of state folders. */
  readonly state: string
  /** What `%C` stands for. */
  readonly cache: string
}

export interface Started {
  readonly words: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** The values of a setting, in order. */
export const settingsOf = (unit: string, name: string): readonly string[] =>
  unit.split('\n').flatMap(line => (line.startsWith(`${name}=`) ? [line.slice(name.length + 1)] : []))

/** What ExecStart= runs, and in which environment. */
export const execStart = (unit: string, places: UnitPlaces): Started => ({
  words: wordsOf(settingsOf(unit, 'ExecStart')[0]!, places).map(word => word.replaceAll('$$', '$')),
  env: Object.fromEntries(
    settingsOf(unit, 'Environment')
      .flatMap(line => wordsOf(line, places))
      .map(assignment => [assignment.split('=')[0]!, assignment.slice(assignment.indexOf('=') + 1)]),
  ),
})

const escapes: Readonly<Record<string, string>> = { n: '\n', '\\': '\\', '"': '"' }

const wordsOf = (line: string, { state, cache }: UnitPlaces): readonly string[] =>
  [...line.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(([, quoted, plain]) =>
    (quoted === undefined
      ? plain!
      : quoted.replace(/\\(.)/g, (_, letter: string) => escapes[letter] ?? letter)
    )
      .replaceAll('%S', state)
      .replaceAll('%C', cache)
      .replaceAll('%%', '%'),
  )
