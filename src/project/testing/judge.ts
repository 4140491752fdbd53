/** From what came of a test to what is wrong with it. */

import type { Diagnostic, Position } from '../../contracts/diagnostic.js'
import { inCharacters } from '../../nix/place-in-characters.js'
import type { TestError } from './ask-tests.js'
import { difference } from './difference.js'
import { unmetExpectation } from './expected-failure.js'
import type { CheckedTest, FailingTest } from './nix-request.js'
import { nodeText } from './plain-value.js'
import type { TestFailure, TestName } from './result.js'
import type { TakeSnapshot } from './take-snapshot.js'

const testFailed = (message: string, position: Position | null, hint?: string): Diagnostic => ({
  code: 'test-failed',
  severity: 'error',
  message,
  labels: position === null ? [] : [{ position: inCharacters(position) }],
  ...(hint === undefined ? {} : { hint }),
})

/** What does not hold of what a test asserts. */
export const checkFailures = (
  { checks, comparison, snapshot }: CheckedTest,
  position: Position | null,
  name: TestName,
  take: TakeSnapshot,
): readonly TestFailure[] => [
  ...checks
    .filter(({ ok }) => !ok)
    .map(check => ({
      diagnostic: testFailed(check.message?.trim() ?? 'the check is false', check.position ?? position),
    })),
  ...(comparison === null || comparison.same
    ? []
    : [
        {
          diagnostic: testFailed('`expr` is not what is expected', comparison.position ?? position),
          ...compared(nodeText(comparison.expected), nodeText(comparison.actual)),
        },
      ]),
  ...(snapshot === null ? [] : take(name, nodeText(snapshot.value), snapshot.position ?? position)),
]

/** Values that differ and are shown alike are functions, or hold some. */
const compared = (expected: string, actual: string): Omit<TestFailure, 'diagnostic'> =>
  expected === actual ? {} : { difference: difference(expected, actual) }

/** A test that should fail, and does not. */
export const notFailed = (test: FailingTest & { readonly position: Position | null }): TestFailure => ({
  diagnostic: testFailed(
    `${test.ofExpression ? 'the expression evaluates' : 'the project compiles'}, and should fail`,
    test.position,
  ),
})

/** A test that should fail otherwise than it does; undefined where it fails as it should. */
export const unexpectedFailure = (
  test: FailingTest & { readonly position: Position | null },
  failures: readonly TestFailure[],
): TestFailure | undefined => {
  const unmet = unmetExpectation(
    test,
    failures.map(({ diagnostic }) => diagnostic),
  )
  return unmet === undefined
    ? undefined
    : { diagnostic: testFailed(`it fails, but not with ${unmet}; it fails with what follows`, test.position) }
}

/** A test, or a file, that can't be evaluated. */
export const thrown = ({ diagnostics, texts }: TestError, position: Position | null = null): TestFailure => {
  const [first] = diagnostics
  const labels = first!.labels.length > 0 || position === null ? first!.labels : [{ position }]
  return { diagnostic: { ...first!, labels }, texts }
}
