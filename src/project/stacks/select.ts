/** Which stacks a command is about. */
import { unknownStack } from './project-of-stacks.js'

/** The names that some of the patterns of `--only` mean: `*` is any text, `?` any letter. Throws `stack-unknown`. */
export const chosenNames = (
  names: readonly string[],
  patterns: readonly string[] | undefined,
): readonly string[] => {
  if (patterns === undefined) return names
  const matching = patterns.map(pattern => {
    const rule = globRule(pattern)
    const found = names.filter(name => rule.test(name))
    if (found.length === 0) throw unknownStack(pattern, names)
    return found
  })
  const all = new Set(matching.flat())
  return names.filter(name => all.has(name))
}

const globRule = (pattern: string): RegExp => {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&')
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`)
}
