/**
 * HashiCorp's own parser, as WebAssembly: @cdktn/hcl2json. It is loaded when there is something to read. The build puts
 * it into a folder of its own in dist/, because it looks for its program beside itself.
 */
import { createRequire } from 'node:module'
import { type Diagnostic, failure, TerraneError } from '../../contracts/diagnostic.js'
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

/**
 * "parse config: [input.tf:2,1-1: Missing expression; Expected the start of an expression, but … input.tf:3,1-2,1: …]": one
 * after the other, in any order.
 */
const syntaxError = (file: string, text: string): TerraneError => {
  const list = /^parse config: \[([\s\S]*?)(?:, and \d+ other diagnostic\(s\))?\]$/.exec(text)?.[1] ?? text
  const [, ...found] = list.split(/(?:^|\s+)input\.tf:(\d+),(\d+)(?:-[\d,]+)?: /)
  const places = Array.from({ length: Math.floor(found.length / 3) }, (_, index) => {
    const [line, column, message = ''] = found.slice(3 * index, 3 * index + 3)
    return { message, position: { file, line: Number(line), column: Number(column) } }
  }).toSorted((a, b) => a.position.line - b.position.line || a.position.column - b.position.column)
  const [first, ...others] = places.map(
    ({ message, position }): Diagnostic => ({
      code: 'hcl-syntax',
      severity: 'error',
      message: message.replace('; ', ': '),
      labels: [{ position }],
    }),
  )
  return first === undefined
    ? failure('hcl-syntax', text, { labels: [{ position: { file, line: 1, column: 1 } }] })
    : new TerraneError([first, ...others])
}
