/**
 * The language tests of the Nix project, read from a checkout: programs, what they print, what they fail with. They are
 * not part of this repository. The rules for flags are those of `tests/functional/lang.sh` there.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'

export const classes = ['parse-okay', 'parse-fail', 'eval-okay', 'eval-fail'] as const

export type LangClass = (typeof classes)[number]

export interface LangCase {
  readonly name: string
  readonly kind: LangClass
  readonly file: string
  /** The folder in which the tests run; printed as `/pwd` in what is expected. */
  readonly cwd: string
  readonly flags: Flags
  /** What is printed, with its final line break; undefined where nothing is compared. */
  readonly expected?: string
  readonly format: 'nix' | 'xml'
  /** The message of the failure: the last line with `error:`, without that word. */
  readonly expectedMessage?: string
}

export interface Flags {
  readonly attribute?: string
  readonly strings: Readonly<Record<string, string>>
  readonly expressions: Readonly<Record<string, string>>
  readonly searchPath: readonly string[]
  readonly maxCallDepth?: number
  /** Flags of newer Nix that have no counterpart here (lints, experimental features). */
  readonly others: readonly string[]
}

/** All cases of the folder, by class. */
export const readCases = (folder: string): LangCase[] => {
  const root = resolve(folder)
  const names = readdirSync(root)
    .filter(file => file.endsWith('.nix'))
    .map(file => file.slice(0, -'.nix'.length))
  return classes.flatMap(kind =>
    names.filter(name => name.startsWith(`${kind}-`)).flatMap(name => readCase(root, kind, name)),
  )
}

const readCase = (root: string, kind: LangClass, name: string): LangCase[] => {
  const path = (suffix: string) => join(root, name + suffix)
  const optional = (suffix: string) =>
    existsSync(path(suffix)) ? readFileSync(path(suffix), 'utf8') : undefined
  if (existsSync(path('.exp-disabled'))) return []
  const xml = optional('.exp.xml')
  const expected = kind === 'eval-okay' ? (xml ?? optional('.exp')) : undefined
  const expectedMessage = lastError(optional('.err.exp'))
  return [
    {
      name,
      kind,
      file: path('.nix'),
      cwd: dirname(root),
      flags: parseFlags(optional('.flags') ?? ''),
      format: xml === undefined ? 'nix' : 'xml',
      ...(expected === undefined ? {} : { expected }),
      ...(expectedMessage === undefined ? {} : { expectedMessage }),
    },
  ]
}

const lastError = (text: string | undefined): string | undefined =>
  text
    ?.split('\n')
    .findLast(line => /^\s*error: /.test(line))
    ?.replace(/^\s*error: /, '')

const parseFlags = (text: string): Flags => {
  const words = text
    .replace(/#.*/g, '')
    .split(/\s+/)
    .filter(word => word !== '')
  const strings: Record<string, string> = {}
  const expressions: Record<string, string> = {}
  const searchPath: string[] = []
  const others: string[] = []
  let attribute: string | undefined
  let maxCallDepth: number | undefined
  while (words.length > 0) {
    const flag = words.shift()!
    if (flag === '--arg') expressions[words.shift()!] = words.shift()!
    else if (flag === '--argstr') strings[words.shift()!] = words.shift()!
    else if (flag === '-A') attribute = words.shift()!
    else if (flag === '-I') searchPath.push(words.shift()!)
    else if (flag === '--max-call-depth') maxCallDepth = Number(words.shift())
    else others.push(flag)
  }
  return {
    strings,
    expressions,
    searchPath,
    others,
    ...(attribute === undefined ? {} : { attribute }),
    ...(maxCallDepth === undefined ? {} : { maxCallDepth }),
  }
}
