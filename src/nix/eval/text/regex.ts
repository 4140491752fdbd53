/**
 * `builtins.match` and `builtins.split`. Strings have one character for each byte. What an expression means is in
 * `regex/syntax.ts`; where JavaScript's own engine gives the same result it is used, else `regex/machine.ts`.
 */
import { failure } from '../../../contracts/diagnostic.js'
import { fromBytes } from '../../syntax/bytes.js'
import { compile, type Found, type Program, run } from './regex/machine.js'
import { toNative } from './regex/native.js'
import { RegexError } from './regex/regex-error.js'
import { parseRegex } from './regex/syntax.js'

/** What each group matched; null for one that took no part. */
export type Groups = (string | null)[]

interface Compiled {
  /** The whole text, with JavaScript's engine. */
  readonly whole: RegExp | undefined
  /** Anywhere, with JavaScript's engine; only where it can't match nothing. */
  readonly anywhere: RegExp | undefined
  readonly loops: number
  readonly program: () => Program
}

const cache = new Map<string, Compiled>()
const cacheSize = 500

/** The groups where `pattern` matches the whole of `text`, else null. Throws Nix's messages. */
export const matchRegex = (pattern: string, text: string): Groups | null =>
  withMessage(pattern, () => {
    const compiled = compiledOf(pattern)
    if (compiled.whole && isQuick(compiled, text)) {
      const match = attempt(() => compiled.whole!.exec(text))
      if (match !== undefined) return match && groupsOf(match)
    }
    const found = run(compiled.program(), text, 0, { whole: true, here: true })
    return found ? groupsIn(found, text) : null
  })

/** The parts of `text` between the matches of `pattern`, and between each two parts the groups. Throws Nix's messages. */
export const splitRegex = (pattern: string, text: string): (string | Groups)[] =>
  withMessage(pattern, () => {
    const compiled = compiledOf(pattern)
    const native =
      compiled.anywhere && isQuick(compiled, text)
        ? attempt(() => splitNative(compiled.anywhere!, text))
        : undefined
    return native ?? splitWithMachine(compiled.program(), text)
  })

const splitNative = (expression: RegExp, text: string): (string | Groups)[] => {
  const parts: (string | Groups)[] = []
  let end = 0
  for (const match of text.matchAll(expression)) {
    parts.push(text.slice(end, match.index), groupsOf(match))
    end = match.index + match[0].length
  }
  parts.push(text.slice(end))
  return parts
}

const splitWithMachine = (program: Program, text: string): (string | Groups)[] => {
  const parts: (string | Groups)[] = []
  let end = 0
  for (let found = run(program, text, 0); found; found = nextMatch(program, text, found)) {
    parts.push(text.slice(end, found.from), groupsIn(found, text))
    end = found.to
  }
  parts.push(text.slice(end))
  return parts
}

/** After a match of nothing, one that is not empty may start in the same place. */
const nextMatch = (program: Program, text: string, { from, to }: Found): Found | undefined => {
  if (from < to) return run(program, text, to, { inside: true })
  if (to === text.length) return undefined
  return (
    run(program, text, to, { notEmpty: true, here: true, inside: to > 0 }) ??
    run(program, text, to + 1, { inside: true })
  )
}

const compiledOf = (pattern: string): Compiled => {
  const known = cache.get(pattern)
  if (known) return known
  const { root, groups } = parseRegex(pattern)
  const native = toNative(root)
  let program: Program | undefined
  const machine = () => {
    program ??= compile(root, groups)
    return program
  }
  const compiled: Compiled = {
    whole: native && new RegExp(`^(?:${native.source})$`),
    anywhere: native && !needsMachine(native.source) ? new RegExp(native.source, 'g') : undefined,
    loops: native?.loops ?? 0,
    program: machine,
  }
  if (!native) machine()
  if (cache.size >= cacheSize) cache.clear()
  cache.set(pattern, compiled)
  return compiled
}

/** An expression that can match nothing has rules for where its next match may start. */
const needsMachine = (source: string): boolean =>
  new RegExp(`^(?:${source})$`).test('') || /[\^$]/.test(source)

/** Keeps JavaScript's engine to work that ends soon, since it can't be stopped. */
const isQuick = ({ loops }: Compiled, text: string): boolean => loops < 2 || text.length ** loops < 1e8

/** Undefined where JavaScript's engine ran out of stack. */
const attempt = <Result>(work: () => Result): Result | undefined => {
  try {
    return work()
  } catch (error) {
    if (error instanceof RangeError) return undefined
    throw error
  }
}

const groupsOf = (match: RegExpExecArray): Groups => match.slice(1).map(group => group ?? null)

const groupsIn = ({ starts, ends }: Found, text: string): Groups => {
  const groups: Groups = []
  for (let group = 1; group < starts.length; group++)
    groups.push(ends[group]! < 0 ? null : text.slice(starts[group], ends[group]))
  return groups
}

const withMessage = <Result>(pattern: string, work: () => Result): Result => {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof RegexError)) throw error
    const text = fromBytes(pattern)
    throw failure(
      'nix-evaluation',
      error.reason === 'limit'
        ? `memory limit exceeded by regular expression '${text}'`
        : `invalid regular expression '${text}'`,
    )
  }
}
