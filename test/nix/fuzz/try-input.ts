import { parseOnly, type Run, runEmbedded } from '../embedded/run.js'

/** Where the work is, told to whoever watches the clock. */
export type Phase = 'parse' | 'evaluate'

/**
 * Parses and evaluates one input. Either a value or a TerraneError is fine; a `crash` is a finding. Evaluation is pure,
 * so that a mutated path reads nothing of the machine.
 */
export const tryInput = async (bytes: string, enter: (phase: Phase) => void): Promise<Run> => {
  enter('parse')
  const parsed = parseOnly(bytes, '/fuzz/input.nix')
  if (parsed.kind !== 'value') return parsed
  enter('evaluate')
  return runEmbedded({ expression: Buffer.from(bytes, 'latin1'), cwd: '/fuzz', format: 'nix', pure: true })
}
