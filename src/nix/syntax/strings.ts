/** Text inside quotes: escapes, and the indentation that an indented string loses. */
import type { Expr, Part } from './ast.js'

/** Resolves the backslash escapes of a quoted string; CR and CR LF become LF. */
export const unescapeQuoted = (raw: string): string => {
  if (!raw.includes('\\') && !raw.includes('\r')) return raw
  return raw.replace(/\\([\s\S])|\r\n?/g, (whole, escaped: string | undefined) => {
    if (escaped === undefined) return '\n'
    if (escaped === 'n') return '\n'
    if (escaped === 'r') return '\r'
    if (escaped === 't') return '\t'
    return whole.slice(1)
  })
}

/** A piece of an indented string. `literal` pieces carry indentation; escapes and interpolations end a line's. */
export type IndentedPart =
  | { readonly kind: 'literal'; readonly at: number; readonly text: string }
  | { readonly kind: 'escape'; readonly at: number; readonly text: string }
  | { readonly kind: 'expr'; readonly at: number; readonly expr: Expr }

/**
 * The smallest number of spaces that a line starts with. Lines of spaces only don't count, unless an interpolation or
 * an escape follows the spaces.
 */
const commonIndent = (parts: readonly IndentedPart[]): number => {
  let common = Number.POSITIVE_INFINITY
  let spaces = 0
  let inIndent = true
  for (const part of parts) {
    if (part.kind !== 'literal') {
      if (inIndent) common = Math.min(common, spaces)
      inIndent = false
      continue
    }
    for (let i = 0; i < part.text.length; i++) {
      const c = part.text.charCodeAt(i)
      if (c === 10) {
        inIndent = true
        spaces = 0
      } else if (inIndent) {
        if (c === 32) spaces++
        else {
          inIndent = false
          common = Math.min(common, spaces)
        }
      }
    }
  }
  return common
}

/**
 * Strips the common indentation of an indented string, and the spaces before its closing quotes where they stand on a
 * line of their own. Returns the pieces that are left: none for the empty string.
 */
export const stripIndentation = (parts: readonly IndentedPart[]): Part[] => {
  const indent = commonIndent(parts)
  const kept: Part[] = []
  let inIndent = true
  let dropped = 0
  parts.forEach((part, index) => {
    if (part.kind === 'expr') {
      inIndent = false
      dropped = 0
      kept.push({ at: part.at, expr: part.expr })
      return
    }
    let text = ''
    let from = 0
    const { text: raw } = part
    for (let i = 0; i < raw.length; i++) {
      const c = raw.charCodeAt(i)
      if (c === 10) {
        inIndent = true
        dropped = 0
      } else if (inIndent) {
        if (c === 32 && dropped < indent) {
          text += raw.slice(from, i)
          from = i + 1
          dropped++
        } else if (c !== 32) {
          inIndent = false
          dropped = 0
        }
      }
    }
    text += raw.slice(from)
    if (index === parts.length - 1) text = text.replace(/\n *$/, '\n')
    if (text !== '') kept.push({ at: part.at, expr: { kind: 'string', at: part.at, value: text } })
  })
  return kept
}
