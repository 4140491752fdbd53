import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codes } from '../../src/contracts/codes.js'
import { exitStatus } from '../../src/contracts/exit-status.js'

/** The rows of the table in docs/exit-status.md: statuses with the codes that lead to them. */
const rows = [...readFileSync('docs/exit-status.md', 'utf8').matchAll(/^\| (\d+) \|.*\|(.*)\|$/gm)].map(
  ([, status, listed]) => ({
    status: Number(status),
    codes: [...listed!.matchAll(/`([a-z-]+)(…?)`/g)].map(([, name, rest]) => ({
      name: name!,
      prefix: rest === '…',
    })),
  }),
)

describe('docs/exit-status.md', () => {
  it('has every exit status', () => {
    expect(rows.map(({ status }) => status)).toEqual(Object.values(exitStatus))
  })

  it.each(Object.entries(codes))('has %s with status %i', (code, status) => {
    const exact = rows.filter(row => row.codes.some(({ name, prefix }) => !prefix && name === code))
    const byPrefix = rows.filter(row => row.codes.some(({ name, prefix }) => prefix && code.startsWith(name)))
    const found = exact.length > 0 ? exact : byPrefix
    expect(found.map(row => row.status)).toEqual([status])
  })
})
