/** Options as a page of Markdown. */
import { type DocumentedOption, declarationName, type Literal } from './documented-option.js'
import { withoutRoles } from './roles.js'

/** Renders a page; ends in a newline. */
export const optionsMarkdown = (options: readonly DocumentedOption[], title: string): string =>
  `${[`# ${escaped(title)}`, ...options.map(section)].join('\n\n')}\n`

const section = (option: DocumentedOption): string =>
  [
    `## ${escaped(option.name)}`,
    ...(option.description === null ? [] : [withoutRoles(option.description).trim()]),
    `*Type:* ${escaped(option.type)}${option.readOnly ? ' *(read only)*' : ''}`,
    ...(option.default === undefined ? [] : [labelled('Default', option.default)]),
    ...(option.example === undefined ? [] : [labelled('Example', option.example)]),
    `*Declared by:* ${option.declarations.map(one => code(declarationName(one))).join(', ')}`,
  ].join('\n\n')

const labelled = (label: string, value: Literal | 'unknown'): string => {
  if (value === 'unknown') return `*${label}:* it does not evaluate without a configuration`
  if (value._type === 'literalMD') return `*${label}:* ${withoutRoles(value.text).trim()}`
  return value.text.includes('\n') ? `*${label}:*\n\n${block(value.text)}` : `*${label}:* ${code(value.text)}`
}

/** What Markdown would take for its own. */
const escaped = (text: string): string => text.replace(/[\\`*_{}[\]<>#|~&]/g, '\\$&')

const longestRun = (text: string): number =>
  Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length))

/** Code in a line, in more backticks than it has itself. */
const code = (text: string): string => {
  const fence = '`'.repeat(longestRun(text) + 1)
  const pad = text.startsWith('`') || text.endsWith('`') || text.trim() === '' ? ' ' : ''
  return `${fence}${pad}${text}${pad}${fence}`
}

const block = (text: string): string => {
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
  return `${fence}nix\n${text.trimEnd()}\n${fence}`
}
