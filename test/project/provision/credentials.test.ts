import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readCredentials } from '../../../src/project/provision/credentials.js'
import { complaint } from '../../support/diagnostics.js'
import { scratch } from '../../support/scratch.js'

describe('credentials of a service', () => {
  it('become variables: the path of the copy, or its content', () => {
    const folder = scratch()
    writeFileSync(join(folder, 'aws'), '[default]\n')
    writeFileSync(join(folder, 'token'), 'sesame\n')
    const wanted = { names: ['aws'], files: { AWS_CONFIG_FILE: 'aws' }, values: { TOKEN: 'token' } }
    expect(readCredentials(wanted, { CREDENTIALS_DIRECTORY: folder })).toEqual({
      AWS_CONFIG_FILE: join(folder, 'aws'),
      TOKEN: 'sesame',
    })
    expect(readCredentials({ names: [], files: {}, values: {} }, {})).toEqual({})
  })

  it('are told of, all at once, where they can’t be read', async () => {
    const folder = scratch()
    mkdirSync(join(folder, 'folder'))
    writeFileSync(join(folder, 'moved'), 'terrane-missing:/run/secrets/moved')
    const wanted = { names: ['folder'], files: { A: 'gone' }, values: { B: 'moved' } }
    const raise = () => readCredentials(wanted, { CREDENTIALS_DIRECTORY: folder })
    expect(await complaint(raise, folder)).toMatchInlineSnapshot(`
      "error[credential-unreadable]: the credential folder can't be read
        EISDIR: illegal operation on a directory, read
      error[credential-unreadable]: the credential gone can't be read
        ENOENT: no such file or directory, open '<here>/gone'
      error[credential-unreadable]: the credential moved can't be read: there is no file /run/secrets/moved
        hint: put it there, or correct services.terrane.<name>.credentials.moved.path
      "
    `)
  })
})
