import type { Position } from '../../contracts/diagnostic.js'
import { fromBytes } from './bytes.js'

/** A text that was parsed, and where it came from. */
export class Source {
  private lines: number[] | undefined
  /** Whether each byte is a character. */
  private plain: boolean | undefined

  /**
   * @param name absolute path of the file, or a name in angle brackets («string» for expressions)
   * @param text the text, one character for each byte
   * @param folder absolute path that relative path literals start from
   */
  constructor(
    readonly name: string,
    readonly text: string,
    readonly folder: string,
    readonly isFile: boolean,
  ) {}

  /** Line and column of a byte offset, both from 1, the column in bytes as Nix counts it. */
  lineAndColumn(offset: number): { line: number; column: number } {
    const lines = this.lineStarts()
    let low = 0
    let high = lines.length - 1
    while (low < high) {
      const middle = (low + high + 1) >> 1
      if (lines[middle]! <= offset) low = middle
      else high = middle - 1
    }
    return { line: low + 1, column: offset - lines[low]! + 1 }
  }

  /** The position as diagnostics have it: the column in characters. */
  position(offset: number): Position {
    const { line, column } = this.lineAndColumn(offset)
    const file = fromBytes(this.name)
    // Asked for each of thousands of frames, perhaps in a long line.
    this.plain ??= !/[^\x00-\x7f]/.test(this.text)
    if (this.plain) return { file, line, column }
    const before = fromBytes(this.text.slice(offset - column + 1, offset))
    return { file, line, column: [...before].length + 1 }
  }

  /** Where each line starts; a line ends with LF, CR LF or CR. */
  private lineStarts(): number[] {
    if (this.lines) return this.lines
    const starts = [0]
    const { text } = this
    for (let i = 0; i < text.length; i++) {
      const c = text.charCodeAt(i)
      if (c === 10 || (c === 13 && text.charCodeAt(i + 1) !== 10)) starts.push(i + 1)
    }
    this.lines = starts
    return starts
  }
}

/** A place in a source. */
export class Pos {
  constructor(
    readonly source: Source,
    readonly offset: number,
  ) {}

  /** `file:line:column`, as Nix writes it in messages. */
  toString(): string {
    const { line, column } = this.source.lineAndColumn(this.offset)
    return `${fromBytes(this.source.name)}:${line}:${column}`
  }
}
