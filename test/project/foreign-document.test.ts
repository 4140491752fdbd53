import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { program } from '../support/programs.js'
import { scratch } from '../support/scratch.js'
import { terrane, writeEntry } from '../support/terrane.js'

const tofu = 'if [ "$1" = version ]; then echo "OpenTofu v1.9.0"; else echo {}; fi'

const kept = (folder: string) => readdirSync(folder).filter(name => name.includes('before-terrane'))

it('a document that terrane did not write is kept before it is replaced', async () => {
  const here = scratch()
  writeEntry(here, { locals: { a: 1 } })
  writeFileSync(`${here}/config.tf.json`, '{"locals":{"mine":1}}')
  chmodSync(`${here}/config.tf.json`, 0o600)
  const { status, err } = await terrane(here, ['compile'])
  expect({ status, err: err.replaceAll(here, '<here>') }).toMatchInlineSnapshot(`
    {
      "err": "compile
    warning[document-replaced]: <here>/config.tf.json was not written by terrane: it is replaced, and kept as <here>/config.tf.json.before-terrane
    wrote config.tf.json (33 bytes)
    ",
      "status": 0,
    }
  `)
  expect(readFileSync(`${here}/config.tf.json.before-terrane`, 'utf8')).toBe('{"locals":{"mine":1}}')
  expect(statSync(`${here}/config.tf.json.before-terrane`).mode & 0o777).toBe(0o600)
})

it('what terrane wrote is not kept, what was changed since is', async () => {
  const here = scratch()
  writeEntry(here, { locals: { a: 1 } })
  await terrane(here, ['compile'])
  writeEntry(here, { locals: { a: 2 } })
  expect((await terrane(here, ['compile'])).err).not.toContain('replaced')
  expect(kept(here)).toEqual([])
  for (const text of ['{}', 'not JSON']) {
    writeFileSync(`${here}/config.tf.json`, text)
    expect((await terrane(here, ['compile'])).err).toContain('document-replaced')
  }
  expect(kept(here)).toEqual(['config.tf.json.before-terrane', 'config.tf.json.before-terrane.2'])
})

it('a document that is only used does not become ours', async () => {
  const here = scratch()
  writeEntry(here, { locals: { a: 1 } })
  writeFileSync(`${here}/config.tf.json`, '{}')
  await terrane(here, ['output', '--bin', program(here, 'tofu', tofu)])
  await terrane(here, ['tf', '--bin', program(here, 'tofu', tofu), '--', 'version'])
  expect(kept(here)).toEqual([])
  await terrane(here, ['compile'])
  expect(kept(here)).toEqual(['config.tf.json.before-terrane'])
})

it('a document that says the same in other letters is no loss', async () => {
  const here = scratch()
  writeEntry(here, { locals: { a: 1, b: 2 } })
  writeFileSync(`${here}/config.tf.json`, '{"locals":{"b":2,"a":1}}')
  expect((await terrane(here, ['compile'])).err).not.toContain('replaced')
  expect(existsSync(`${here}/config.tf.json.before-terrane`)).toBe(false)
})
