/** "Did you mean …?": the candidate nearest to what was written. */

/**
 * The candidate with the fewest edits (insert, delete, replace, swap neighbours) from `written`, if it is near enough to
 * be a slip of the pen: at most a third of its letters. Of equally near ones the first.
 */
export const nearest = (written: string, candidates: Iterable<string>): string | undefined => {
  let best: string | undefined
  let bestDistance = Math.floor(Math.max(written.length, 3) / 3) + 1
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - written.length) >= bestDistance) continue
    const distance = editDistance(written, candidate, bestDistance)
    if (distance < bestDistance) {
      best = candidate
      bestDistance = distance
    }
  }
  return best
}

/** Exact below `limit`; from there on, any number that is not below it. */
const editDistance = (a: string, b: string, limit: number): number => {
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, column) => column)
  for (let row = 1; row <= a.length; row++) {
    const current = [row]
    for (let column = 1; column <= b.length; column++) {
      const same = a[row - 1] === b[column - 1]
      let cost = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1))
      const swapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]
      if (swapped) cost = Math.min(cost, beforeLast[column - 2]! + 1)
      current.push(cost)
    }
    // Rows never get better than the best of the two before them.
    if (Math.min(...current) >= limit && Math.min(...last) >= limit) return limit
    beforeLast = last
    last = current
  }
  return last[b.length]!
}
