/**
 * The tokens of HCL's expressions, as far as telling names from each other needs them: quoted strings are told apart
 * with the templates inside them, all operators are one kind.
 */

export type Token =
  | { readonly kind: 'name'; readonly text: string; readonly at: number }
  | { readonly kind: 'number'; readonly at: number }
  /** `at` is behind the opening quote: what follows is a template up to the closing one. */
  | { readonly kind: 'quote'; readonly at: number }
  | { readonly kind: 'newline'; readonly at: number }
  /** Brackets, `.`, `,`, `:`, `?`, `=`, `::`, `...`, `=>` as they are; other operators in full. */
  | { readonly kind: 'sign'; readonly text: string; readonly at: number }
  | { readonly kind: 'heredoc'; readonly at: number }
  /** A character that no expression has outside of quotes. */
  | { readonly kind: 'invalid'; readonly at: number }
  | { readonly kind: 'end'; readonly at: number }

const space = /[ \t\r]+|#[^\n]*|\/\/[^\n]*|\/\*[\s\S]*?\*\//y
const name = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy
const number = /\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const sign = /\.\.\.|::|=>|==|!=|<=|>=|&&|\|\||[-+*/%!<>=?:.,()[\]{}~]/y

const match = (pattern: RegExp, text: string, at: number): string | undefined => {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0]
}

/** The token at a place, and the place behind it. */
export const nextToken = (text: string, from: number): readonly [Token, number] => {
  let at = from
  for (let skipped = match(space, text, at); skipped !== undefined; skipped = match(space, text, at))
    at += skipped.length
  if (at >= text.length) return [{ kind: 'end', at }, at]
  if (text[at] === '\n') return [{ kind: 'newline', at }, at + 1]
  if (text[at] === '"') return [{ kind: 'quote', at: at + 1 }, at + 1]
  if (text.startsWith('<<', at)) return [{ kind: 'heredoc', at }, at + 2]
  const word = match(name, text, at)
  if (word !== undefined) return [{ kind: 'name', text: word, at }, at + word.length]
  const digits = match(number, text, at)
  if (digits !== undefined) return [{ kind: 'number', at }, at + digits.length]
  const found = match(sign, text, at)
  if (found !== undefined) return [{ kind: 'sign', text: found, at }, at + found.length]
  return [{ kind: 'invalid', at }, at + 1]
}
