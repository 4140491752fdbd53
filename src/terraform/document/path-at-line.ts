/**
 * Which value stands on a line of a rendered document (render.ts): one member or element a line, indented by two more
 * for each level. The values' path, or undefined for a line that has none.
 */
export const pathAtLine = (text: string, line: number): readonly (string | number)[] | undefined => {
  const lines = text.split('\n', line)
  if (lines.length < line) return undefined
  const path: (string | number)[] = []
  for (const one of lines) {
    const depth = (one.length - one.trimStart().length) / 2
    const content = one.slice(depth * 2)
    if (depth === 0 || content === '' || /^[\]}]/.test(content)) continue
    const before = path[depth - 1]
    const name = memberName(content)
    path.length = depth - 1
    path.push(name ?? (typeof before === 'number' ? before + 1 : 0))
  }
  const last = lines.at(-1)!.trimStart()
  return path.length === 0 || last === '' || /^[\]}]/.test(last) ? undefined : path
}

/** `"name": …`; an element of a list that is a string has no colon behind it. */
const memberName = (content: string): string | undefined => {
  const found = /^("(?:[^"\\]|\\.)*"): /.exec(content)
  return found === null ? undefined : JSON.parse(found[1]!)
}
