import { parseOnly, type Run, runEmbedded } from '../embedded/run.js'

/** Where the work is, told to whoever watches the clock. */
export type Phase = 'parse' | 'evaluate'

/** The parser alone may run out of stack; the engine then goes on in a thread with a larger one. */
const isStackExhausted = (stack: string): boolean => stack.startsWith('RangeError: Maximum call stack')

/**
 * Parses and evaluates one input. Either a value or a TerraneError is fine; a `crash` is a finding. Evaluation is pure,
 * so that a mutated path reads nothing of the machine.
 */
export const tryInput = async (bytes: string, enter: (phase: Phase) => void): Promise<Run> => {
  enter('parse')
  const parsed = parseOnly(bytes, '/fuzz/input.nix')
  if (parsed.kind === 'failure' || (parsed.kind === 'crash' && !isStackExhausted(parsed.stack))) return parsed
  enter('evaluate')
  const expression = Buffer.from(bytes, 'latin1').toString()
  return runEmbedded({ root: { expression }, cwd: '/fuzz', format: 'nix', pure: true })
}
