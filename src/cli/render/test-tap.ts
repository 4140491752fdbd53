/** Results of tests as TAP version 14 (https://testanything.org/tap-version-14-specification.html). */
import type { Diagnostic } from '../../contracts/diagnostic.js'
import { shownName, type TestFailure, type TestResult } from '../../project/testing/result.js'
import { paint } from './colour.js'
import { printable } from './printable.js'
import { shownPath } from './shown-path.js'
import { renderDifference } from './test-lines.js'

export const tapHeader = 'TAP version 14\n'

/** The plan, at the end, as TAP allows: how many there are is known only then. */
export const tapPlan = (count: number): string => `1..${count}\n`

/** One test point. `number` counts from 1. */
export const tapLine = (result: TestResult, number: number, cwd: string): string => {
  const { status, file, reason } = result
  const name = shownName(result)
  const description = escaped(`${shownPath(file, cwd)}${name === '' ? '' : `: ${name}`}`)
  const directive = status === 'skipped' ? ` # SKIP${reason === undefined ? '' : ` ${escaped(reason)}`}` : ''
  return [
    `${status === 'failed' ? 'not ok' : 'ok'} ${number} - ${description}${directive}`,
    ...(result.failures.length === 0 ? [] : yaml(result.failures, cwd)),
    '',
  ].join('\n')
}

/** `#` begins a directive. */
const escaped = (text: string): string => printable(text).replace(/\s+/g, ' ').replace(/[\\#]/g, '\\$&')

const yaml = (failures: readonly TestFailure[], cwd: string): readonly string[] => [
  '  ---',
  '  failures:',
  ...failures.flatMap(failure => yamlFailure(failure, cwd)),
  '  ...',
]

const yamlFailure = ({ diagnostic, difference }: TestFailure, cwd: string): readonly string[] => [
  `    - code: ${diagnostic.code}`,
  ...field('message', diagnostic.message),
  ...places(diagnostic, cwd),
  ...(diagnostic.notes === undefined ? [] : field('notes', diagnostic.notes.join('\n'))),
  ...(diagnostic.hint === undefined ? [] : field('hint', diagnostic.hint)),
  ...(difference === undefined
    ? []
    : field('difference', renderDifference(difference, paint(false)).join('\n'))),
]

const places = ({ labels }: Diagnostic, cwd: string): readonly string[] =>
  labels.length === 0
    ? []
    : [
        '      at:',
        ...labels.map(
          ({ position: { file, line, column } }) =>
            `        - ${JSON.stringify(`${shownPath(file, cwd)}:${line}:${column}`)}`,
        ),
      ]

/** JSON's strings are YAML's; several lines read better as a block, whose indentation is given: they may be indented. */
const field = (name: string, text: string): readonly string[] => {
  const lines = printable(text).trimEnd().split('\n')
  if (lines.length === 1) return [`      ${name}: ${JSON.stringify(lines[0])}`]
  return [`      ${name}: |2-`, ...lines.map(line => `        ${line}`.trimEnd())]
}
