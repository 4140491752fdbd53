/** From references to values: addresses, inputs, keys. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { Secret } from '../../src/contracts/secret.js'
import { resolveKeys } from '../../src/nixos/keys/resolve-keys.js'
import type { KeySource, ManifestTarget } from '../../src/nixos/manifest.js'
import { connectionOf } from '../../src/nixos/resolve/connection.js'
import { resolveInputs } from '../../src/nixos/resolve/inputs.js'
import { run } from '../../src/process/run.js'
import { complaint } from '../support/diagnostics.js'
import { scratch } from '../support/scratch.js'

const target: ManifestTarget = {
  host: { output: 'terrane_host_web', path: ['host'] },
  port: 22,
  user: 'root',
  sudo: false,
  jump: [],
  options: [],
  hostKeys: { output: 'terrane_host_web', path: ['hostKeys'] },
  identityFile: '~/.ssh/web',
  identity: null,
  resource: 'aws_instance.web[0]',
}

const outputs = (value: unknown) => ({ terrane_host_web: { sensitive: false, value } })
const connect = (value: unknown, changed: Partial<ManifestTarget> = {}) =>
  connectionOf(
    'web',
    { ...target, ...changed },
    { outputs: outputs(value), folder: '/p', knownHostsFile: '/p/k' },
  )

describe('a connection', () => {
  it('has what Terraform knows by now', () => {
    expect(connect({ host: '192.0.2.7', hostKeys: ['ssh-ed25519 AAAA'] })).toEqual({
      host: '192.0.2.7',
      port: 22,
      user: 'root',
      sudo: false,
      jump: [],
      options: [],
      hostKeys: ['ssh-ed25519 AAAA'],
      identityFile: join(homedir(), '.ssh/web'),
      alias: 'aws_instance.web[0]',
      knownHostsFile: '/p/k',
    })
  })

  it('is refused where Terraform does not know, or gives what can not be meant', async () => {
    const said = [
      await complaint(() => connect({})),
      await complaint(() => connect({ host: '' })),
      await complaint(() => connect({ host: '-oProxyCommand=id', hostKeys: [] })),
      await complaint(() => connect({ host: 'h', hostKeys: [] }, { port: '70000' })),
      await complaint(() => connect({ host: 'h', hostKeys: 'key' })),
    ]
    expect(said.join('')).toMatchInlineSnapshot(`
      "error[host-not-applied]: Terraform does not know the address of the host 'web' yet
        it is to be in the output terrane_host_web.host
        hint: terrane apply makes it known
      error[host-not-applied]: Terraform does not know the address of the host 'web' yet
        it is to be in the output terrane_host_web.host
        hint: terrane apply makes it known
      error[host-invalid]: "-oProxyCommand=id" can't be the address of the host 'web'
      error[host-invalid]: 70000 can't be the port of the host 'web'
      error[host-invalid]: "key" can't be the host keys of the host 'web'
      "
    `)
  })
})

describe('inputs', () => {
  const inputs = { output: 'terrane_inputs_web', late: ['db.host', 'peers[0]'] }
  const known = (value: unknown) => resolveInputs(inputs, { terrane_inputs_web: { sensitive: true, value } })

  it('are there once Terraform knows them', () => {
    const values = { db: { host: '10.0.0.1' }, peers: ['10.0.0.2'] }
    expect(known({ values, sensitive: { 'db.host': false, 'peers[0]': 'false' } })).toEqual({
      values,
      unknown: [],
      sensitive: [],
    })
  })

  it('are named where it does not', () => {
    expect(resolveInputs(inputs, {}).unknown).toEqual(['db.host', 'peers[0]'])
    expect(known({ values: { db: {}, peers: ['10.0.0.2'] } }).unknown).toEqual(['db.host'])
  })

  it('are not handed out where one is sensitive', () => {
    const found = known({ values: { db: { host: 'poison' } }, sensitive: { 'db.host': true } })
    expect(found).toEqual({ unknown: [], sensitive: ['db.host'] })
  })
})

describe('keys', () => {
  const resolve = async (source: KeySource, folder = scratch()) => {
    const key = {
      source,
      path: '/run/keys/k',
      owner: 'root',
      group: 'root',
      mode: '0400',
      upload: 'before',
      restart: [],
      reload: [],
    } as const
    const [file] = await resolveKeys(
      'web',
      { k: key },
      {
        outputs: { terrane_secrets_web: { sensitive: true, value: { keys: { k: 'from terraform' } } } },
        texts: { k: new Secret('literal') },
        folder,
        projectFolder: folder,
        environment: { K: 'from the environment' },
        run,
      },
    )
    expect(JSON.stringify(file)).toContain('"content":"(secret)"')
    return file!.content.reveal()
  }

  it('come from the project, the environment, Terraform, a command, a file', async () => {
    const folder = scratch()
    writeFileSync(join(folder, 'k'), 'from a file\n')
    expect(await resolve({ kind: 'text' })).toBe('literal')
    expect(await resolve({ kind: 'environment', variable: 'K' })).toBe('from the environment')
    const place = { kind: 'output', output: 'terrane_secrets_web', path: ['keys', 'k'] } as const
    expect(await resolve(place)).toBe('from terraform')
    expect(await resolve({ kind: 'command', command: ['echo', '$HOME', ';'] })).toBe('$HOME ;\n')
    expect(await resolve({ kind: 'file', path: 'k' }, folder)).toBe('from a file\n')
  })

  it('that can not be had say where they were looked for, and nothing of what a command printed', async () => {
    const folder = scratch()
    mkdirSync(join(folder, 'folder'))
    writeFileSync(join(folder, 'bytes'), Buffer.from([0xff, 0xfe, 0x00]))
    writeFileSync(join(folder, 'leaks'), '#!/bin/sh\necho poison; echo poison >&2; exit 3\n')
    chmodSync(join(folder, 'leaks'), 0o755)
    const sources: readonly KeySource[] = [
      { kind: 'environment', variable: 'NOWHERE' },
      { kind: 'file', path: 'nowhere' },
      { kind: 'file', path: 'folder' },
      { kind: 'file', path: 'bytes' },
      { kind: 'command', command: [join(folder, 'leaks')] },
      { kind: 'command', command: ['no-such-program'] },
      { kind: 'output', output: 'terrane_secrets_web', path: ['keys', 'other'] },
    ]
    const said: string[] = []
    for (const source of sources) said.push(await complaint(() => resolve(source, folder), folder))
    expect(said.join('')).toMatchInlineSnapshot(`
      "error[host-key-source]: the key 'k' of the host 'web' is in the variable NOWHERE, which is not set
      error[host-key-source]: the key 'k' of the host 'web' is in a file that can't be read: <here>/nowhere
      error[host-key-source]: the key 'k' of the host 'web' is in a file that can't be read: <here>/folder
      error[host-key-source]: the key 'k' of the host 'web' is not text in UTF-8
        hint: keep it in base64, and decode it there
      error[host-key-source]: the key 'k' of the host 'web' comes from '<here>/leaks', which has failed with exit status 3
        hint: run it by hand: what it prints is not shown here, since it may be the secret
      error[tool-missing]: there is no program 'no-such-program' on PATH
        hint: install no-such-program so that it is on PATH
      error[host-not-applied]: Terraform does not know the key 'k' of the host 'web' yet
        hint: terrane apply makes it known
      "
    `)
  })
})
