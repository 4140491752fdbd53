import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/generated-code.ts'],
    // What the user of this machine has added for all projects of theirs is no matter of the tests'.
    // Terraform runs for a tenth of a second each time: its collector would be at work for a quarter of that.
    env: { XDG_DATA_HOME: '/nonexistent', GOGC: '400' },
    // Most tests wait for other programs: vitest's own choice, a core less than there are, leaves one of two idle.
    maxWorkers: Math.max(2, availableParallelism() - 1),
    // The embedded evaluator leaves much behind that is short-lived: a third of its time was the collector's.
    execArgv: ['--max-semi-space-size=64'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
  },
})
