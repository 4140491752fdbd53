/** Whether a version comes before another: by their numbers, of which a missing one is 0. What follows a `-` does not count. */
export const isOlder = (version: string, than: string): boolean => {
  const [a, b] = [numbers(version), numbers(than)]
  const index = a.findIndex((number, position) => number !== b[position])
  return index >= 0 && a[index]! < b[index]!
}

const numbers = (version: string): readonly number[] => {
  const parts = version.replace(/[-+].*/, '').split('.')
  return [0, 1, 2].map(index => Number(parts[index] ?? 0))
}
