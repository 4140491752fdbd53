/**
 * A string of Nix before 2.26 ended at a null byte without a word. Newer versions refuse such a string, and so does the
 * embedded engine. Here the texts that are at hand are checked; files that they import are left to Nix.
 */
import { readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname } from 'node:path'
import { toBytes } from '../syntax/bytes.js'

export interface NamedText {
  /** An absolute path, or the name of a text that is no file. */
  readonly name: string
  /** A character a byte; without it the file is read. */
  readonly text?: string
}

/** Throws Nix' own message, at its place, where a null byte makes a text wrong. */
export const refuseNullBytes = async (texts: readonly NamedText[]): Promise<void> => {
  for (const { name, text = bytesOf(name) } of texts) if (text.includes('\0')) await refuseIn(name, text)
}

const bytesOf = (path: string): string => {
  try {
    return readFileSync(path, 'latin1')
  } catch {
    // A folder, or nothing that can be read: Nix says so.
    return ''
  }
}

/** In a comment a null byte does no harm. */
const refuseIn = async (name: string, text: string): Promise<void> => {
  const [{ parseExpression }, { Source }, { SyntaxFailure }] = await Promise.all([
    import('../syntax/parser.js'),
    import('../syntax/source.js'),
    import('../syntax/failure.js'),
  ])
  try {
    const source = new Source(toBytes(name), text, toBytes(dirname(name)), true)
    parseExpression(source, { home: toBytes(homedir()) })
  } catch (error) {
    throw error instanceof SyntaxFailure ? error.toTerraneError() : error
  }
}
