import { agree, type Mismatch, type Outcome } from './outcome.js'
import { realOutcome, realOutcomes } from './real.js'

export interface Comparison {
  readonly succeeded: number
  readonly failed: number
  readonly mismatches: readonly Mismatch[]
}

/** Runs every program in both evaluators. Those that succeed in ours go to the real one in batches. */
export const compare = async (
  programs: readonly string[],
  ours: (program: string) => Promise<Outcome>,
  batch = 250,
): Promise<Comparison> => {
  const mismatches: Mismatch[] = []
  const succeeded: { program: string; outcome: Outcome }[] = []
  let failed = 0
  for (const program of programs) {
    const outcome = await ours(program)
    if (outcome.ok) {
      succeeded.push({ program, outcome })
      continue
    }
    failed++
    const real = realOutcome(program)
    if (!agree(outcome, real)) mismatches.push({ program, ours: outcome, real })
  }
  for (let start = 0; start < succeeded.length; start += batch) {
    const part = succeeded.slice(start, start + batch)
    realOutcomes(part.map(({ program }) => program)).forEach((real, index) => {
      const { program, outcome } = part[index]!
      if (!agree(outcome, real)) mismatches.push({ program, ours: outcome, real })
    })
  }
  return { succeeded: succeeded.length, failed, mismatches }
}
