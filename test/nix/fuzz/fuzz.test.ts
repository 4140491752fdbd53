import { describe, expect, it } from 'vitest'
import { readCorpus } from './corpus.js'
import { mutant } from './mutate.js'
import { growSeeds, seeds } from './seeds.js'
import { tryInput } from './try-input.js'

describe('parser and evaluator', () => {
  it('end with a value or an error of the language on damaged input', async () => {
    const corpus = [...growSeeds(100), ...readCorpus(['fixtures', 'nix'])]
    const counts = { value: 0, failure: 0 }
    for (let index = 0; index < 1500; index++) {
      const input = mutant(corpus, index)
      const result = await tryInput(input, () => {})
      if (result.kind === 'crash') expect.fail(`${result.stack}\n\n${JSON.stringify(input)}`)
      counts[result.kind]++
    }
    // Both happen, or the mutations are too weak or too strong.
    expect(counts.value).toBeGreaterThan(50)
    expect(counts.failure).toBeGreaterThan(500)
  })

  it('get the same input for the same number', () => {
    expect(mutant(seeds, 7)).toBe(mutant(seeds, 7))
    expect(mutant(seeds, 7)).not.toBe(mutant(seeds, 8))
  })
})
