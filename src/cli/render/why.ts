/** The answer of `terrane why` for people: the value, its definitions with their lines, the option, the readers. */
import { readFileSync } from 'node:fs'
import type { Position } from '../../contracts/diagnostic.js'
import { showComponent } from '../../modules/option-path.js'
import { showValue } from '../../modules/show-value.js'
import type { WhyDefinition, WhyStatus } from '../../modules/why.js'
import type { WhyReport } from '../../project/why.js'
import type { Colour, Paint } from './colour.js'
import { shownPath } from './shown-path.js'

export interface RenderWhyOptions {
  readonly style: Paint
  readonly cwd: string
}

/** Renders a report; ends in a newline. */
export const renderWhy = (report: WhyReport, options: RenderWhyOptions): string =>
  [
    headline(report, options),
    ...(report.definitions.length === 0 ? [] : ['']),
    ...report.definitions.flatMap(definition => definitionLines(definition, report, options)),
    ...reasons(report, options),
    ...optionLines(report, options),
    ...readLines(report, options),
    '',
  ].join('\n')

const headline = ({ path, value, failure, definitions }: WhyReport, { style }: RenderWhyOptions): string => {
  const name = style('bold', path)
  if (value !== undefined) return `${name} = ${showValue(value)}`
  if (failure !== undefined)
    return `${name} can't be evaluated: ${failure.split('\n', 1)[0]!.replace(/:$/, '')}`
  return definitions.length === 0 ? name : `${name} has no value`
}

const words: Readonly<Record<WhyStatus, readonly [string, Colour]>> = {
  used: ['used', 'green'],
  default: ['default', 'green'],
  beaten: ['beaten', 'yellow'],
  'false-condition': ['false condition', 'dim'],
}
const widest = Math.max(...Object.values(words).map(([word]) => word.length))

const definitionLines = (
  definition: WhyDefinition,
  { option }: WhyReport,
  { style, cwd }: RenderWhyOptions,
): readonly string[] => {
  const [word, colour] = words[definition.status]
  // Its source is of no use to anybody.
  if (option.isCore && definition.status === 'default')
    return [`  ${style(colour, word.padEnd(widest))}  by terrane`]
  const { position } = definition
  const place =
    position === undefined
      ? shownPath(definition.file, cwd)
      : `${shownPath(position.file, cwd)}:${position.line}:${position.column}`
  const source = position === undefined ? undefined : lineOf(position)
  const indent = ' '.repeat(widest + 4)
  return [
    `  ${style(colour, word.padEnd(widest))}  ${place}${details(definition)}`,
    ...(source === undefined ? [] : [`${indent}${style('dim', source)}`]),
  ]
}

const details = ({
  status,
  priority,
  priorityFunction,
  order,
  conditions,
  members,
  inSubmodule,
}: WhyDefinition): string => {
  const parts = [
    ...(inSubmodule ? ['by the submodule itself'] : []),
    ...(status === 'default' ? [] : priorityText(priority, priorityFunction)),
    ...(order === undefined ? [] : [`order ${order}`]),
    ...conditions.map(condition => `under ${condition}`),
    ...(members === undefined ? [] : [`sets ${members.map(showComponent).join(', ') || 'nothing'}`]),
  ]
  return parts.length === 0 ? '' : `  ${parts.join(', ')}`
}

/** The plain priority goes without saying. */
const priorityText = (priority: number | undefined, name: string | undefined): readonly string[] => {
  if (priority === undefined || (priority === 100 && name === undefined)) return []
  return [name === undefined ? `priority ${priority}` : `${name} (priority ${priority})`]
}

const lineOf = ({ file, line }: Position): string | undefined => {
  try {
    return readFileSync(file, 'utf8').split('\n')[line - 1]?.trim()
  } catch {
    return undefined
  }
}

const reasons = (report: WhyReport, { cwd }: RenderWhyOptions): readonly string[] => {
  const { definitions, failure } = report
  const used = definitions.filter(({ status }) => status === 'used' || status === 'default')
  const around = definitions.find(({ beatenAt }) => beatenAt !== undefined)?.beatenAt
  const beaten = definitions.some(({ status, beatenAt }) => status === 'beaten' && beatenAt === undefined)
  if (around !== undefined && !beaten) return wonAround(around, cwd)
  if (used.length === 0 && definitions.length > 0) return ['', '  No definition holds.']
  if (beaten && used[0]?.status !== 'default')
    return ['', `  The lowest priority number wins: ${used[0]?.priority ?? 100}. A plain definition has 100.`]
  if (used.length < 2) return []
  const merged = failure === undefined ? ' and are merged' : ''
  return ['', `  These definitions have the same priority${merged}.`]
}

/** What it stands in is beaten: that it is, is decided there. */
const wonAround = (
  { path, priority, position }: NonNullable<WhyDefinition['beatenAt']>,
  cwd: string,
): readonly string[] => {
  const place =
    position === undefined ? '' : `, at ${shownPath(position.file, cwd)}:${position.line}:${position.column}`
  return [
    '',
    `  The lowest priority number wins, of ${path} as a whole: ${priority}${place}. A plain definition has 100.`,
  ]
}

const optionLines = ({ option }: WhyReport, { style, cwd }: RenderWhyOptions): readonly string[] => {
  const places = option.declarations.map(
    ({ file, line, column }) => `${shownPath(file, cwd)}:${line}:${column}`,
  )
  const files = option.declaredIn.map(file => shownPath(file, cwd))
  const declared = option.isCore
    ? 'by terrane'
    : places.length === 0
      ? `in ${files.join(', ')}`
      : `at ${[...places, ...files].join(', ')}`
  const type = option.type === null ? '' : `, ${option.type}`
  return [
    '',
    `  ${style('bold', 'option')} ${option.name}, declared ${declared}${type}`,
    ...(option.hasApply && !option.isCore ? ['         its `apply` makes the value of what is defined'] : []),
    ...(option.default === null || option.isCore ? [] : [`         default: ${option.default}`]),
  ]
}

const mostReads = 20

const readLines = ({ reads }: WhyReport, { style, cwd }: RenderWhyOptions): readonly string[] => {
  if (reads.length === 0) return []
  const shown = reads.slice(0, mostReads).map(({ position }) => {
    const source = lineOf(position)
    return `    ${shownPath(position.file, cwd)}:${position.line}:${position.column}  ${style('dim', source ?? '')}`
  })
  const more = reads.length > mostReads ? [`    and ${reads.length - mostReads} more`] : []
  return ['', `  ${style('bold', 'read')} at`, ...shown, ...more]
}
