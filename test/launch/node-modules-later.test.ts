import { createRequire } from 'node:module'
import { describe, expect, it } from 'vitest'
import { loadingLater } from '../../src/launch/node-modules-later.js'

const real = createRequire(import.meta.url)

describe('a part of Node that few runs need', () => {
  it('is loaded when something in it is used, and then is the real one', () => {
    const loaded: string[] = []
    const require = loadingLater(Object.assign((id: string) => loaded.push(id) && real(id), real))
    const crypto = require('node:crypto') as typeof import('node:crypto')
    expect(require('node:crypto')).toBe(crypto)
    expect(loaded).toEqual([])
    expect(crypto.createHash('sha256').update('').digest('hex')).toMatch(/^e3b0c442/)
    expect(loaded).toContain('node:crypto')
  })

  it('can be copied member by member, as a bundle does for a default import', () => {
    const os = loadingLater(real)('node:os') as typeof import('node:os')
    expect(Object.keys(os)).toEqual(Object.keys(real('node:os')))
    expect({ ...os }.homedir).toBe(real('node:os').homedir)
    expect('homedir' in os).toBe(true)
    expect(os).not.toHaveProperty('noSuchThing')
  })

  it('is no stand-in where everybody needs it', () => {
    expect(loadingLater(real)('node:fs')).toBe(real('node:fs'))
  })
})
