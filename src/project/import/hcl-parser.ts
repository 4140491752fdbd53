/**
 * HashiCorp's own parser, as WebAssembly: @cdktn/hcl2json. It is loaded when there is something to read. The build puts
 * it into a folder of its own in dist/, because it looks for its program beside itself.
 */
import { createRequire } from 'node:module'
import { failure, type Position } from '../../contracts/diagnostic.js'
import type { Json } from '../../nix/evaluate.js'

interface Library {
  readonly parse: (name: string, text: string) => Promise<Json>
}

let library: Library | undefined

const load = (): Library => {
  library ??= createRequire(import.meta.url)(
    import.meta.url.endsWith('.ts') ? '@cdktn/hcl2json' : './hcl2json/build/index.cjs',
  ) as Library
  return library
}

/** What is in the text of an HCL file, without comments and order. Throws `hcl-syntax`. */
export const parseWithHashicorp = async (file: string, text: string): Promise<Json> => {
  try {
    return await load().parse('input.tf', text)
  } catch (error) {
    throw syntaxError(file, error instanceof Error ? error.message : String(error))
  }
}

/** "parse config: [input.tf:2,1-1: Missing expression; Expected the start of an expression, but …]" */
const syntaxError = (file: string, text: string) => {
  const [, line, column, message] =
    /input\.tf:(\d+),(\d+)(?:-[\d,]+)?: ([\s\S]*?)(?:, and \d+ other diagnostic\(s\))?\]?$/.exec(text) ?? []
  const position: Position = { file, line: Number(line ?? 1), column: Number(column ?? 1) }
  return failure('hcl-syntax', message?.replace('; ', ': ') ?? text, { labels: [{ position }] })
}
