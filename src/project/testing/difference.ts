/** Two texts line by line: what is only in the first, what only in the second, and a few lines around. */
export interface DifferenceLine {
  readonly kind: 'expected' | 'actual' | 'both' | 'gap'
  /** Of a gap: how many lines are left out. */
  readonly text: string
}

const around = 3
const shownAtMost = 120
/** Above it, what lies between the equal beginning and end is shown as replaced: no table of that size. */
const largestTable = 4_000_000

/** The lines that turn `expected` into `actual`; empty where they are the same. */
export const difference = (expected: string, actual: string): readonly DifferenceLine[] => {
  if (expected === actual) return []
  const all = compare(expected.trimEnd().split('\n'), actual.trimEnd().split('\n'))
  return shortened(withGaps(all))
}

const compare = (left: readonly string[], right: readonly string[]): readonly DifferenceLine[] => {
  let head = 0
  while (head < left.length && head < right.length && left[head] === right[head]) head++
  let tail = 0
  while (
    tail < left.length - head &&
    tail < right.length - head &&
    left[left.length - 1 - tail] === right[right.length - 1 - tail]
  )
    tail++
  const both = (text: string): DifferenceLine => ({ kind: 'both', text })
  return [
    ...left.slice(0, head).map(both),
    ...middle(left.slice(head, left.length - tail), right.slice(head, right.length - tail)),
    ...left.slice(left.length - tail).map(both),
  ]
}

/** By the longest common subsequence. */
const middle = (left: readonly string[], right: readonly string[]): readonly DifferenceLine[] => {
  const removed = (text: string): DifferenceLine => ({ kind: 'expected', text })
  const added = (text: string): DifferenceLine => ({ kind: 'actual', text })
  if (left.length * right.length > largestTable) return [...left.map(removed), ...right.map(added)]
  const width = right.length + 1
  const common = new Uint32Array((left.length + 1) * width)
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      common[i * width + j] =
        left[i] === right[j]
          ? common[(i + 1) * width + j + 1]! + 1
          : Math.max(common[(i + 1) * width + j]!, common[i * width + j + 1]!)
  const lines: DifferenceLine[] = []
  let i = 0
  let j = 0
  while (i < left.length || j < right.length) {
    if (i < left.length && j < right.length && left[i] === right[j]) {
      lines.push({ kind: 'both', text: left[i]! })
      i++
      j++
    } else if (
      j === right.length ||
      (i < left.length && common[(i + 1) * width + j]! >= common[i * width + j + 1]!)
    )
      lines.push(removed(left[i++]!))
    else lines.push(added(right[j++]!))
  }
  return lines
}

const withGaps = (lines: readonly DifferenceLine[]): readonly DifferenceLine[] => {
  const near = new Set<number>()
  for (const [index, { kind }] of lines.entries())
    if (kind !== 'both') for (let at = index - around; at <= index + around; at++) near.add(at)
  const shown: DifferenceLine[] = []
  let skipped = 0
  const close = () => {
    if (skipped > 0) shown.push({ kind: 'gap', text: String(skipped) })
    skipped = 0
  }
  for (const [index, line] of lines.entries())
    if (near.has(index)) {
      close()
      shown.push(line)
    } else skipped++
  close()
  return shown
}

const shortened = (lines: readonly DifferenceLine[]): readonly DifferenceLine[] =>
  lines.length <= shownAtMost
    ? lines
    : [...lines.slice(0, shownAtMost), { kind: 'gap', text: String(lines.length - shownAtMost) }]
