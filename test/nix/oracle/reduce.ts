/**
 * Makes a program that shows a difference smaller: each part in brackets is replaced by something simple, or by one of
 * its own parts, as long as the difference stays.
 */
const simple = ['1', '""', 'true', 'null', '[ ]', '{ }']

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** The parts in brackets, as offsets. Brackets in strings may be misread: then a replacement just won't parse. */
const parts = (program: string): { from: number; to: number }[] => {
  const found: { from: number; to: number }[] = []
  const open: number[] = []
  for (let index = 0; index < program.length; index++) {
    const character = program[index]!
    if (closing[character]) open.push(index)
    else if (open.length > 0 && closing[program[open.at(-1)!]!] === character)
      found.push({ from: open.pop()!, to: index + 1 })
  }
  return found.sort((left, right) => right.to - right.from - (left.to - left.from))
}

const candidates = function* (program: string): Generator<string> {
  const all = parts(program)
  for (const { from, to } of all) if (to - from < program.length) yield program.slice(from, to)
  for (const { from, to } of all) {
    const replace = (text: string) => program.slice(0, from) + text + program.slice(to)
    for (const text of simple) if (text.length < to - from) yield replace(text)
    for (const inner of all)
      if (inner.from > from && inner.to < to) yield replace(program.slice(inner.from, inner.to))
  }
}

/** The smallest program found for which `differs` still holds, within `tries` questions. */
export const reduce = async (
  program: string,
  differs: (program: string) => Promise<boolean>,
  tries = 400,
): Promise<string> => {
  let smallest = program
  let left = tries
  for (let shrunk = true; shrunk; ) {
    shrunk = false
    for (const candidate of candidates(smallest)) {
      if (left-- <= 0) return smallest
      if (candidate.length < smallest.length && (await differs(candidate))) {
        smallest = candidate
        shrunk = true
        break
      }
    }
  }
  return smallest
}
