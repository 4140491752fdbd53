import { expect, it } from 'vitest'
import { runEmbedded } from '../../../src/nix/embedded.js'

const warned = (env: Record<string, string>, lines: string[] = []) =>
  runEmbedded(
    {
      root: { expression: 'builtins.tryEval (builtins.warn "careful" 1)' },
      format: 'nix',
      attribute: '',
      strings: {},
      expressions: {},
      searchPath: [],
      cwd: '/',
    },
    { env, print: line => lines.push(line) },
  )

it('a warning ends the evaluation where NIX_ABORT_ON_WARN says so, and only there', async () => {
  const lines: string[] = []
  expect((await warned({}, lines)).text).toBe('{ success = true; value = 1; }')
  expect(lines).toEqual(['evaluation warning: careful'])
  await expect(warned({ NIX_ABORT_ON_WARN: '1' })).rejects.toThrow('as abort-on-warn is set')
  expect((await warned({ NIX_ABORT_ON_WARN: '0' })).text).toContain('success = true')
})
