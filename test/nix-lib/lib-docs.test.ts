import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { repository } from '../support/nix.js'
import { libDocs } from './lib-docs.js'

it('docs/lib.md is what npm run docs makes of the lib', async () => {
  expect(readFileSync(join(repository, 'docs', 'lib.md'), 'utf8')).toBe(await libDocs(repository))
})
