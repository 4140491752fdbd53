/** What a test in JavaScript has thrown, as a failure at the line of the test file. */
import { fileURLToPath } from 'node:url'
import { inspect, stripVTControlCharacters } from 'node:util'
import type { Position } from '../../../contracts/diagnostic.js'
import { TerraneError } from '../../../contracts/diagnostic.js'
import { difference } from '../difference.js'
import type { TestFailure } from '../result.js'

/** What was thrown, at its place in `file`. */
export const failuresOf = (error: unknown, file: string): readonly TestFailure[] => {
  const position = positionIn(file, error)
  const labels = position === null ? [] : [{ position }]
  if (isTerraneError(error))
    return error.diagnostics.map(diagnostic => ({
      // Of what is wrong with the file itself.
      diagnostic:
        diagnostic.code === 'test-file' && diagnostic.labels.length === 0
          ? { ...diagnostic, labels }
          : diagnostic,
      texts: error.texts,
    }))
  const message = stripVTControlCharacters(messageOf(error))
  const compared = comparisonOf(error)
  return [
    {
      diagnostic: {
        code: 'test-failed',
        severity: 'error',
        message: compared?.message ?? message,
        labels,
      },
      ...(compared === undefined ? {} : { difference: difference(compared.expected, compared.actual) }),
    },
  ]
}

/** Also one of another copy of terrane. */
const isTerraneError = (error: unknown): error is TerraneError =>
  error instanceof TerraneError ||
  (error instanceof Error && error.name === 'TerraneError' && 'diagnostics' in error)

const messageOf = (error: unknown): string =>
  error instanceof Error
    ? `${error.name === 'Error' ? '' : `${error.name}: `}${error.message}`
    : inspect(error)

interface Comparison {
  readonly message: string
  readonly expected: string
  readonly actual: string
}

/** Of node:assert, chai, vitest's expect: errors that carry both values. */
const comparisonOf = (error: unknown): Comparison | undefined => {
  if (!(error instanceof Error) || !('actual' in error) || !('expected' in error)) return undefined
  const { actual, expected } = error
  if (typeof expected === 'function' || expected instanceof RegExp) return undefined
  const [left, right] = [shown(expected), shown(actual)]
  if (left === right) return undefined
  const isGenerated = 'generatedMessage' in error && error.generatedMessage === true
  return {
    message: isGenerated ? 'the value is not what is expected' : stripVTControlCharacters(error.message),
    expected: left,
    actual: right,
  }
}

const shown = (value: unknown): string =>
  inspect(value, { depth: Number.POSITIVE_INFINITY, sorted: true, breakLength: 80, maxArrayLength: null })

/** The innermost line of the file in an error's stack. */
export const positionIn = (file: string, error: unknown): Position | null => {
  const stack = error instanceof Error ? (error.stack ?? '') : ''
  for (const [, place, line, column] of stack.matchAll(
    /(?:\(|at |^)((?:file:\/\/)?\/[^\n()]*?):(\d+)(?::(\d+))?/gm,
  )) {
    const path = place!.startsWith('file:') ? pathOf(place!) : place
    if (path === file) return { file, line: Number(line), column: Number(column ?? 1) }
  }
  return null
}

/** Without the query by which a module may have been imported. */
const pathOf = (url: string): string | undefined => {
  try {
    return fileURLToPath(url.replace(/[?#].*$/, ''))
  } catch {
    return undefined
  }
}
