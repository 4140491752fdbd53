/** docs/conformance.md lists the topics and what does not pass; cases are written as it says. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../support/nix.js'
import { conformanceCases, failingCases, topicsTable } from './list-cases.js'

const docs = readFileSync(join(repository, 'docs', 'conformance.md'), 'utf8')

describe('docs/conformance.md', () => {
  it('counts the cases of each topic (npm run docs)', () => {
    expect(docs.slice(docs.indexOf('## Topics'))).toBe(`## Topics\n\n${topicsTable(repository)}`)
  })

  it('lists what does not pass yet', () => {
    for (const { name } of failingCases(repository)) expect(docs).toContain(`\`${name}\``)
    if (failingCases(repository).length === 0) expect(docs).toContain('There are none.')
  })
})

describe('a case', () => {
  it('begins with the rule, and expects one thing', () => {
    for (const { name, path } of conformanceCases(repository)) {
      const text = readFileSync(path, 'utf8')
      expect(text, name).toMatch(/^# \S.*[.:]\n\{ lib \}:\nwith lib;\n\{\n/)
      expect(text.match(/^ {2}(expected|error) = /gm), name).toHaveLength(1)
      expect(text, name).not.toContain('error = "";')
    }
  })
})
