/** Text and names as Nix has them in its source. (https://nix.dev/manual/nix/latest/language/string-literals) */

const keywords = new Set(['if', 'then', 'else', 'assert', 'with', 'let', 'in', 'rec', 'inherit', 'or'])

/** The name of an attribute, quoted where it must be. */
export const nixName = (name: string): string =>
  /^[a-zA-Z_][a-zA-Z0-9_'-]*$/.test(name) && !keywords.has(name) ? name : nixString(name)

const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** A string between quotes, on one line. */
export const nixString = (text: string): string =>
  `"${text.replace(/[\\"\n\r\t]|\$(?=\{)/g, sign => escapes[sign] ?? '\\$')}"`

/**
 * A text of several lines between two single quotes, with this indentation before each; undefined for what would not be
 * the same again, or not look like it.
 */
export const nixLines = (text: string, indent: string): string | undefined => {
  const lines = text.split('\n')
  const last = lines.at(-1)!
  const full = lines.filter(line => line !== '')
  if (
    lines.length < 2 ||
    full.length === 0 ||
    full.some(line => /^ +$/.test(line)) ||
    full.every(line => line.startsWith(' ')) ||
    // No control characters but tabs, and no quote where it would be read with the signs behind it.
    /[^\t\n\P{Cc}]/u.test(text) ||
    /'\$|(?<!')'(?:'')*(?!')$/.test(text) ||
    /''$/.test(text)
  )
    return undefined
  const escaped = text.replace(
    /'{2,}/g,
    quotes => "'''".repeat(quotes.length >> 1) + "'".repeat(quotes.length & 1),
  )
  const body = escaped
    .replace(/\$(?=\{)/g, "''$")
    .split('\n')
    .map(line => (line === '' ? '' : `${indent}  ${line}`))
    .join('\n')
  return last === '' ? `''\n${body}${indent}''` : `''\n${body}''`
}
