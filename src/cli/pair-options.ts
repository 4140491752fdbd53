/**
 * `--arg NAME EXPR` and `--argstr NAME VALUE` take two values, as Nix has them; commander's options take one, or as many
 * as there are. The two are joined with a NUL, which no argument can hold, and parted again when they are read.
 */
import { failure } from '../contracts/diagnostic.js'

const pairOptions = new Set(['--arg', '--argstr'])
const joint = '\0'

/** Joins the two values of each pair option. Throws `usage` when one is missing. */
export const joinPairs = (args: readonly string[]): readonly string[] => {
  const joined: string[] = []
  for (let index = 0; index < args.length; index++) {
    const arg = args[index]!
    // What follows is not ours.
    if (arg === '--') return [...joined, ...args.slice(index)]
    if (!pairOptions.has(arg)) {
      joined.push(arg)
      continue
    }
    const [name, value] = args.slice(index + 1, index + 3)
    if (name === undefined || value === undefined) {
      throw failure(
        'usage',
        `${arg} takes two values, a name and ${arg === '--arg' ? 'an expression' : 'a string'}`,
      )
    }
    joined.push(arg, `${name}${joint}${value}`)
    index += 2
  }
  return joined
}

/** For commander: adds a pair to what has been read so far. The last value of a name holds. */
export const collectPair = (
  pair: string,
  before: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> => {
  const cut = pair.indexOf(joint)
  if (cut < 0) throw failure('usage', '--arg and --argstr take two values: --arg NAME EXPR')
  return { ...before, [pair.slice(0, cut)]: pair.slice(cut + 1) }
}
