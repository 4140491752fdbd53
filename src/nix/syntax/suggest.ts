/** "Did you mean …?": names that differ from a wrong one by a few letters. */

const maxDistance = 2
const maxSuggestions = 5

/** How many letters must be inserted, removed, replaced or swapped to get from one name to the other. */
const distance = (left: string, right: string): number => {
  let before: number[] = []
  let previous = Array.from({ length: right.length + 1 }, (_, i) => i)
  for (let i = 1; i <= left.length; i++) {
    const row = [i]
    for (let j = 1; j <= right.length; j++) {
      const same = left[i - 1] === right[j - 1]
      let best = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && left[i - 1] === right[j - 2] && left[i - 2] === right[j - 1])
        best = Math.min(best, before[j - 2]! + 1)
      row.push(best)
    }
    before = previous
    previous = row
  }
  return previous[right.length]!
}

/** The names nearest to `wrong`, nearest first. */
export const suggest = (wrong: string, names: Iterable<string>): string[] => {
  const near: { name: string; far: number }[] = []
  for (const name of names) {
    if (Math.abs(name.length - wrong.length) > maxDistance) continue
    const far = distance(wrong, name)
    if (far <= maxDistance && far < Math.max(wrong.length, name.length)) near.push({ name, far })
  }
  near.sort((a, b) => a.far - b.far || (a.name < b.name ? -1 : 1))
  return near.slice(0, maxSuggestions).map(({ name }) => name)
}
