/** The fenced blocks of a page of documentation. */
import { readFileSync } from 'node:fs'

export interface Block {
  /** Behind the fence: `nix`, `console`, … */
  readonly language: string
  readonly text: string
  /** Of the first line of the text. */
  readonly line: number
}

/** All fenced blocks of a Markdown file, in order. */
export const blocksOf = (file: string): readonly Block[] => {
  const blocks: Block[] = []
  let open: { language: string; line: number; lines: string[] } | undefined
  for (const [index, line] of readFileSync(file, 'utf8').split('\n').entries()) {
    const fence = /^```(\w*)/.exec(line)
    if (open === undefined) {
      if (fence !== null) open = { language: fence[1]!, line: index + 2, lines: [] }
    } else if (fence !== null) {
      blocks.push({ language: open.language, line: open.line, text: open.lines.join('\n') })
      open = undefined
    } else open.lines.push(line)
  }
  if (open !== undefined) throw new Error(`${file}:${open.line}: the block does not end`)
  return blocks
}

/** The name in the first line of a block that is a whole file: `# infra.nix`. */
export const fileOf = ({ language, text }: Block): string | undefined =>
  (language === 'nix' ? /^# ([\w.-]+\.nix)$/m : /^\/\/ ([\w.-]+)$/m).exec(text.split('\n', 1)[0]!)?.[1]

/** What a command prints, as the documentation has it: `…` is any text, alone on a line any lines. */
export const asPattern = (expected: readonly string[]): RegExp => {
  const literally = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
  const lines = expected.map(line =>
    line === '…' ? '(?:.*\n)*?' : `${line.split('…').map(literally).join('.*')}\n`,
  )
  return new RegExp(`^${lines.join('')}$`)
}
