import { type Context, chance, count, pick } from './context.js'

/** Strings with what needs care: escapes, interpolation marks, bytes beyond ASCII, line breaks. */
const pieces = [
  'a',
  'bc',
  ' ',
  '0',
  '"',
  '\\',
  '$',
  '${',
  '$$',
  "''",
  "'",
  '\n',
  '\t',
  '\r',
  'é',
  '😀',
  '/',
  '.',
  '-',
  '}',
  '#',
]

export const anyText = (context: Context): string =>
  Array.from({ length: count(context, 4) }, () => pick(context, pieces)).join('')

/** The text as a Nix string in double quotes. */
export const quoted = (text: string): string =>
  `"${text
    .replace(/["\\]/g, '\\$&')
    .replaceAll('${', '\\${')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')}"`

export const quotedName = (name: string): string => (/^[a-z_][\w'-]*$/i.test(name) ? name : quoted(name))

/** An attribute's name as the program writes it: plain, quoted, or computed where that is allowed. */
export const writtenName = (context: Context, name: string, computed: boolean): string => {
  if (chance(context, 80)) return quotedName(name)
  return computed && chance(context, 50) ? `\${${quoted(name)}}` : quoted(name)
}

export const intLiteral = (context: Context): string => {
  const value = pick(context, [0, 1, 2, 3, 7, 10, 42, 255, 1000]) * (chance(context, 20) ? -1 : 1)
  return value < 0 ? `(${value})` : String(value)
}

/** Sums and products of these keep few digits, since Nix 2.8 prints six. */
export const floatLiteral = (context: Context): string =>
  pick(context, ['0.5', '1.0', '2.25', '.5', '3.', '1.0e2', '0.125', '(-1.5)', '25.0e-1'])
