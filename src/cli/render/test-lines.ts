/** Results of tests for people: a file, its tests with a sign each, what is wrong below. */
import { readFileSync } from 'node:fs'
import type { DifferenceLine } from '../../project/testing/difference.js'
import type { TestFailure, TestResult } from '../../project/testing/result.js'
import type { TestRun } from '../../project/testing/run-tests.js'
import { type Paint, paint } from './colour.js'
import { renderDiagnostic } from './diagnostic.js'
import { printable } from './printable.js'
import { shownPath } from './shown-path.js'

export interface RenderTestsOptions {
  readonly colour: boolean
  readonly cwd: string
}

/** The results of one file; ends in an empty line. */
export const renderResults = (results: readonly TestResult[], options: RenderTestsOptions): string => {
  const [first] = results
  if (first === undefined) return ''
  const style = paint(options.colour)
  const lines = [style('bold', shownPath(first.file, options.cwd))]
  let above: readonly string[] = []
  for (const result of results) {
    const groups = groupsOf(result)
    const shared = groups.findIndex((group, index) => above[index] !== group)
    for (const [depth, group] of groups.entries())
      if (shared >= 0 && depth >= shared) lines.push(`${indent(depth)}${printable(group)}`)
    above = groups
    lines.push(`${indent(groups.length)}${sign(result, style)}${title(result)}`)
    for (const failure of result.failures) lines.push(...renderFailure(failure, groups.length + 2, options))
  }
  return `${lines.join('\n')}\n\n`
}

const groupsOf = ({ entry, path }: TestResult): readonly string[] => [
  ...(entry === null ? [] : [entry]),
  ...path.slice(0, -1),
]

const indent = (depth: number): string => '  '.repeat(depth + 1)

const sign = ({ status }: TestResult, style: Paint): string =>
  status === 'passed' ? style('green', '✓ ') : status === 'failed' ? style('red', '✗ ') : style('dim', '- ')

const title = ({ path, reason, status }: TestResult): string => {
  const name = printable(path.at(-1) ?? 'the file').replaceAll('\n', ' ')
  return status === 'skipped'
    ? `${name} (skipped${reason === undefined ? '' : `: ${printable(reason)}`})`
    : name
}

/** A failure as indented lines: the diagnostic with its code frame, the difference of values. */
export const renderFailure = (
  { diagnostic, difference, texts }: TestFailure,
  depth: number,
  { colour, cwd }: RenderTestsOptions,
): readonly string[] => {
  const text = renderDiagnostic(diagnostic, {
    colour,
    cwd,
    readSource: name => texts?.[name] ?? (name.startsWith('/') ? readSource(name) : undefined),
  })
  const lines = [
    ...text.trimEnd().split('\n'),
    ...(difference === undefined ? [] : renderDifference(difference, paint(colour))),
  ]
  return lines.map(line => `${'  '.repeat(depth)}${line}`.trimEnd())
}

/** `-` stands before what was expected, `+` before what came. */
export const renderDifference = (difference: readonly DifferenceLine[], style: Paint): readonly string[] => [
  `  ${style('green', '- expected')}  ${style('red', '+ what came')}`,
  ...difference.map(({ kind, text }) => {
    const shown = printable(text)
    if (kind === 'expected') return style('green', `  - ${shown}`)
    if (kind === 'actual') return style('red', `  + ${shown}`)
    return kind === 'gap' ? style('dim', `    … ${shown} more lines`) : style('dim', `    ${shown}`)
  }),
]

const readSource = (path: string): string | undefined => {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}

/** How many of what; ends in a newline. */
export const renderSummary = ({ results, snapshots }: TestRun, { colour }: RenderTestsOptions): string => {
  const style = paint(colour)
  const count = (status: TestResult['status']) => results.filter(result => result.status === status).length
  const parts = [
    ...(count('failed') > 0 ? [style('red', `${count('failed')} failed`)] : []),
    style('green', `${count('passed')} passed`),
    ...(count('skipped') > 0 ? [`${count('skipped')} skipped`] : []),
  ]
  const { written, updated, removed, obsolete } = snapshots
  const shots = [
    ...(written > 0 ? [`${written} written`] : []),
    ...(updated > 0 ? [`${updated} updated`] : []),
    ...(removed > 0 ? [`${removed} removed`] : []),
    ...(obsolete > 0 ? [`${obsolete} obsolete (terrane test --update removes them)`] : []),
  ]
  return [
    `tests: ${parts.join(', ')}`,
    ...(shots.length > 0 ? [`snapshots: ${shots.join(', ')}`] : []),
    '',
  ].join('\n')
}
