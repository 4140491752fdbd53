/** Places as `nix` tells them, in terms of ours: columns in characters, texts that are no files by a name. */
import type { Position, Texts } from '../../contracts/diagnostic.js'
import { isArgument } from '../eval/request.js'
import { fromBytes, toBytes } from '../syntax/bytes.js'

export interface TextAccess {
  /** Texts that Nix was given other than as a file: of its arguments, and on standard input. */
  readonly texts: Texts
  /** The text of a file, or undefined where it can't be read. */
  readonly read: (path: string) => string | undefined
}

export interface ToldPosition {
  readonly file?: string | null
  readonly line?: number | null
  readonly column?: number | null
}

/** The position of a message, or undefined where it has none that a reader could look up. */
export const readPosition = (told: ToldPosition, access: TextAccess): Position | undefined => {
  const { line, column } = told
  if (typeof told.file !== 'string' || typeof line !== 'number' || line < 1) return undefined
  const file = nameOf(told.file, line, column ?? 1, access.texts)
  if (file === undefined) return undefined
  return {
    file,
    line,
    column: columnInCharacters(access.texts[file] ?? access.read(file), line, column ?? 1),
  }
}

/** Some versions (2.26 among them) have the line and the column in the file's name; some (2.8) name a text by itself. */
const nameOf = (told: string, line: number, column: number, texts: Texts): string | undefined => {
  const file = told.replace(new RegExp(`:${line}:${column}$`), '')
  const names = Object.keys(texts)
  const same = names.find(name => texts[name]!.trimEnd() === told.trimEnd())
  if (same !== undefined) return same
  if (file === '«stdin»') return names.find(name => !isArgument(name))
  if (file === '«string»') {
    const [argument, ...others] = names.filter(isArgument)
    return others.length === 0 ? argument : undefined
  }
  return file.startsWith('/') ? file : undefined
}

/** The column of a place in a text, from that in bytes, which Nix counts. */
export const columnInCharacters = (text: string | undefined, line: number, column: number): number => {
  const shown = text?.split(/\r\n|[\r\n]/)[line - 1]
  return shown === undefined ? column : [...fromBytes(toBytes(shown).slice(0, column - 1))].length + 1
}
