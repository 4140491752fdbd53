/** Options for a terminal: one or two lines each, or everything about a few. */
import {
  type DocumentedOption,
  declarationName,
  isCore,
  type Literal,
} from '../../modules/option-docs/documented-option.js'
import { withoutRoles } from '../../modules/option-docs/roles.js'
import type { Paint } from './colour.js'
import { printable } from './printable.js'

/** Grouped by the file that declares them, the project's own before terrane's. */
export const renderOptionList = (options: readonly DocumentedOption[], style: Paint): string => {
  const own = groups(options.filter(option => !isCore(option)))
  const core = options.filter(isCore)
  const all = core.length === 0 ? own : [...own, ['terrane', core] as const]
  return all
    .map(([file, members]) =>
      [style('dim', printable(file)), ...members.flatMap(option => brief(option, style)), ''].join('\n'),
    )
    .join('\n')
}

const groups = (options: readonly DocumentedOption[]): readonly (readonly [string, DocumentedOption[]])[] => {
  const byFile = new Map<string, DocumentedOption[]>()
  for (const option of options) {
    const file = option.declarations[0]?.path ?? 'elsewhere'
    byFile.set(file, [...(byFile.get(file) ?? []), option])
  }
  return [...byFile]
}

const longestDefault = 40

const brief = (option: DocumentedOption, style: Paint): readonly string[] => {
  const { default: value } = option
  const shown =
    value !== undefined &&
    value !== 'unknown' &&
    !value.text.includes('\n') &&
    value.text.length < longestDefault
      ? ` = ${printable(value.text)}`
      : ''
  const sentence = firstSentence(option.description)
  return [
    `  ${style('bold', printable(option.name))}${style('dim', `: ${printable(option.type)}${shown}`)}`,
    ...(sentence === '' ? [] : [`      ${printable(sentence)}`]),
  ]
}

const firstSentence = (description: string | null): string => {
  const [paragraph = ''] = withoutRoles(description ?? '')
    .trim()
    .split(/\n\s*\n/)
  const line = paragraph.replace(/\s*\n\s*/g, ' ')
  return /^.*?[.!?](?= [A-Z`]|$)/.exec(line)?.[0] ?? line
}

/** What an option is for, in a sentence. */
export const briefDescription = ({ description }: DocumentedOption): string => firstSentence(description)

/** Everything about each option. */
export const renderOptionDetails = (options: readonly DocumentedOption[], style: Paint): string =>
  options.map(option => details(option, style)).join('\n')

const details = (option: DocumentedOption, style: Paint): string =>
  [
    style('bold', printable(option.name)),
    ...(option.description === null ? [] : [...indented(withoutRoles(option.description), '  '), '']),
    row('type', `${option.type}${option.readOnly ? ' (read only)' : ''}`, style),
    ...valueRow('default', option.default, style),
    ...valueRow('example', option.example, style),
    ...option.declarations.map(one => row('declared', declarationName(one), style)),
    '',
  ].join('\n')

const row = (label: string, text: string, style: Paint): string =>
  `  ${style('cyan', `${label}:`.padEnd(10))}${printable(text)}`

const valueRow = (label: string, value: Literal | 'unknown' | undefined, style: Paint): readonly string[] => {
  if (value === undefined) return []
  if (value === 'unknown') return [row(label, 'it does not evaluate without a configuration', style)]
  const text = value._type === 'literalMD' ? withoutRoles(value.text) : value.text
  return text.trimEnd().includes('\n')
    ? [`  ${style('cyan', `${label}:`)}`, ...indented(text, '    ')]
    : [row(label, text.trimEnd(), style)]
}

const indented = (text: string, indentation: string): readonly string[] =>
  text
    .trim()
    .split('\n')
    .map(line => `${indentation}${printable(line)}`.trimEnd())
