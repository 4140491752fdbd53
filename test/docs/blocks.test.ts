/**
 * What the documentation shows: Nix that can be read, modules that compile, JSON, TypeScript without mistakes of syntax, and
 * commands and options that there are. (docs/tutorial.md is run as a whole: tutorial.test.ts.)
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { commandTable } from '../../src/cli/command-table.js'
import { toBytes } from '../../src/nix/syntax/bytes.js'
import { parseExpression } from '../../src/nix/syntax/parser.js'
import { Source } from '../../src/nix/syntax/source.js'
import { builtTerrane } from '../support/built-terrane.js'
import { temporaryFolder } from '../support/compile.js'
import { repository } from '../support/nix.js'
import { terrane } from '../support/terrane.js'
import { blocksOf, fileOf } from './blocks.js'

const pages = [
  'README.md',
  ...readdirSync(join(repository, 'docs'))
    .filter(name => name.endsWith('.md'))
    .map(name => `docs/${name}`),
]

const blocks = pages.flatMap(page => blocksOf(join(repository, page)).map(block => ({ page, ...block })))
const named = (...languages: readonly string[]) =>
  blocks
    .filter(({ language }) => languages.includes(language))
    .map(block => [`${block.page}:${block.line}`, block] as const)

const parses = (text: string): boolean => {
  try {
    parseExpression(new Source('«documentation»', toBytes(text), '/', false), { home: '/' })
    return true
  } catch {
    return false
  }
}

/** Files that a page speaks of without showing them. */
const notShown: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'docs/stacks.md': {
    'network.nix': '{ output.subnet_id.value = "subnet-1"; output.zones.value = [ "a" ]; }',
    'monitoring.nix': '{ }',
  },
}

describe('Nix', () => {
  it.each(named('nix'))('of %s is an expression, or bindings of a set', (_, { text }) => {
    expect(parses(text) || parses(`{\n${text}\n}`)).toBe(true)
  })

  const modules = named('nix').filter(
    ([, block]) => fileOf(block) === 'infra.nix' && block.page !== 'docs/tutorial.md',
  )

  it.each(modules)('of %s is a module that compiles', async (_, { page, text }) => {
    const folder = temporaryFolder()
    for (const block of blocks)
      if (block.page === page && fileOf(block) !== undefined)
        writeFileSync(join(folder, fileOf(block)!), block.text)
    for (const [name, contents] of Object.entries(notShown[page] ?? {}))
      writeFileSync(join(folder, name), contents)
    const file = join(folder, 'infra.nix')
    // What the reader is to fill in.
    writeFileSync(file, text.replace('"…"', `"${'0'.repeat(52)}"`).replace('<revision>', 'abc'))
    const { status, err } = await builtTerrane(['compile', '--engine', 'embedded'], { cwd: folder })
    expect(err).not.toContain('error')
    expect(status).toBe(0)
  })
})

it.each(named('json'))('the JSON of %s is JSON', (_, { text }) => {
  expect(JSON.parse(text)).toBeDefined()
})

it.each(named('js', 'ts'))('the code of %s has no mistake of syntax', (_, { text }) => {
  const { diagnostics } = ts.transpileModule(text, { reportDiagnostics: true })
  expect(diagnostics?.map(({ messageText }) => messageText)).toEqual([])
})

describe('commands', () => {
  const mentioned = pages.flatMap(page =>
    readFileSync(join(repository, page), 'utf8')
      .split('\n')
      .flatMap((line, index) =>
        [...line.matchAll(/(?:^ {4}|^\$ |`)terrane ([a-z-]+)([^`#;|]*)/g)].map(([, name, rest]) => ({
          at: `${page}:${index + 1}`,
          name: name!,
          // Behind `--` are another program's.
          flags: [...rest!.replace(/ -- .*/, '').matchAll(/ (--[a-z][a-z-]*)/g)].map(([, flag]) => flag!),
        })),
      ),
  )
  const names = [...new Set(mentioned.map(({ name }) => name))].sort()

  it('are there', () => {
    expect(names.filter(name => !Object.hasOwn(commandTable, name))).toEqual([])
  })

  it.each(names)('%s has the options that it is shown with', async name => {
    const { out } = await terrane('/', [name, '--help'])
    const missing = mentioned
      .filter(one => one.name === name)
      .flatMap(({ at, flags }) =>
        flags.filter(flag => !new RegExp(`${flag}\\b`).test(out)).map(flag => `${at}: ${flag}`),
      )
    expect(missing).toEqual([])
  })
})
