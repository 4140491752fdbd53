/**
 * A stable merge sort that asks only "is a before b?", as Nix does: JavaScript's own sort would have to ask twice, and
 * user code may fail or be slow in the comparison.
 */
export const sortStable = <Item>(items: readonly Item[], before: (a: Item, b: Item) => boolean): Item[] => {
  let from = [...items]
  let to = new Array<Item>(items.length)
  for (let width = 1; width < items.length; width *= 2) {
    for (let start = 0; start < items.length; start += 2 * width) {
      const middle = Math.min(start + width, items.length)
      const end = Math.min(start + 2 * width, items.length)
      let left = start
      let right = middle
      for (let at = start; at < end; at++) {
        const takeRight = right < end && (left >= middle || before(from[right]!, from[left]!))
        to[at] = takeRight ? from[right++]! : from[left++]!
      }
    }
    ;[from, to] = [to, from]
  }
  return from
}
