/** Options as a manual page: roff with the `man` macros, for `man -l FILE`. */
import { type DocumentedOption, declarationName, type Literal } from './documented-option.js'
import { withoutRoles } from './roles.js'

/** Renders a page of section 5; ends in a newline. It has no date: the same options give the same bytes. */
export const optionsManual = (options: readonly DocumentedOption[], title: string): string =>
  [
    `.TH ${argument(title.toUpperCase())} "5" "" "terrane" "Options"`,
    // No hyphenation, no spaces stretched to the margin: names are to be searched for and copied.
    '.nh',
    '.ad l',
    '.SH NAME',
    `${text(title)} \\- options of a terrane project`,
    '.SH OPTIONS',
    ...options.flatMap(item),
    '',
  ].join('\n')

const item = (option: DocumentedOption): readonly string[] => [
  '.PP',
  line(`\\fB${text(option.name)}\\fR`),
  '.RS 4',
  ...(option.description === null ? [] : [...prose(withoutRoles(option.description)), '.PP']),
  line(`\\fIType:\\fR ${text(option.type)}${option.readOnly ? ' (read only)' : ''}`),
  ...labelled('Default', option.default),
  ...labelled('Example', option.example),
  '.PP',
  '\\fIDeclared by:\\fR',
  ...option.declarations.flatMap(one => ['.br', line(text(declarationName(one)))]),
  '.RE',
]

const labelled = (label: string, value: Literal | 'unknown' | undefined): readonly string[] => {
  if (value === undefined) return []
  if (value === 'unknown')
    return ['.PP', line(`\\fI${label}:\\fR it does not evaluate without a configuration`)]
  if (value._type === 'literalMD') return ['.PP', `\\fI${label}:\\fR`, ...prose(withoutRoles(value.text))]
  if (!value.text.includes('\n')) return ['.PP', line(`\\fI${label}:\\fR ${text(value.text)}`)]
  return ['.PP', `\\fI${label}:\\fR`, ...verbatim(value.text)]
}

/** Markdown as far as it is told apart here: code blocks, items of lists, code in a line, paragraphs. */
const prose = (markdown: string): readonly string[] => {
  const lines: string[] = []
  let fence: string | undefined
  for (const raw of markdown.trim().split('\n')) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(raw)?.[1]
    if (fence === undefined && mark !== undefined) {
      fence = mark
      lines.push('.PP', '.nf')
    } else if (fence !== undefined && mark?.startsWith(fence)) {
      fence = undefined
      lines.push('.fi', '.PP')
    } else if (fence !== undefined) lines.push(line(text(raw)))
    else if (raw.trim() === '') lines.push('.PP')
    else if (/^\s*[-*+] /.test(raw)) lines.push('.IP "\\(bu" 2', line(inline(raw.replace(/^\s*[-*+] /, ''))))
    else lines.push(line(inline(raw.trim())))
  }
  return fence === undefined ? lines : [...lines, '.fi']
}

const verbatim = (value: string): readonly string[] => [
  '.PP',
  '.nf',
  ...value
    .trimEnd()
    .split('\n')
    .map(one => line(text(one))),
  '.fi',
]

const inline = (markdown: string): string =>
  markdown
    .split(/(`+[^`]+`+)/)
    .map(part => (/^`+[^`]+`+$/.test(part) ? `\\fB${text(part.replace(/^`+|`+$/g, ''))}\\fR` : text(part)))
    .join('')

const special: Readonly<Record<string, string>> = {
  '\\': '\\e',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
}

/** Text for roff: its escapes and the characters that it would make typographic, beyond ASCII by their number. */
const text = (plain: string): string =>
  plain
    .replace(/[\\\-'`^~"]/g, character => special[character]!)
    .replace(/[^\x00-\x7f]/gu, character => `\\[u${codePoint(character)}]`)
    .replace(/[\x00-\x08\x0b-\x1f\x7f]/g, '')

const codePoint = (character: string): string =>
  character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')

/** A line that starts with a dot or a quote would be a request. */
const line = (formatted: string): string => (/^[.']/.test(formatted) ? `\\&${formatted}` : formatted)

const argument = (plain: string): string => `"${text(plain)}"`
