/** Starting and stopping. */
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { type RunningProviders, startProviders } from '../../src/provider/start.js'
import { fixtureSchema } from '../support/offline-providers.js'
import { scratch } from '../support/scratch.js'

interface Reattach {
  readonly Protocol: string
  readonly ProtocolVersion: number
  readonly Pid: number
  readonly Test: boolean
  readonly Addr: { readonly Network: string; readonly String: string }
}

const reattach = ({ environment }: RunningProviders) =>
  JSON.parse(environment.TF_REATTACH_PROVIDERS) as Readonly<Record<string, Reattach>>

const temporary = process.env.TMPDIR
afterEach(() => {
  if (temporary === undefined) delete process.env.TMPDIR
  else process.env.TMPDIR = temporary
})

describe('providers', () => {
  it('are told to Terraform by their short address, each on a socket of its own', async () => {
    const running = await startProviders([fixtureSchema('aws'), fixtureSchema('hcloud')])
    try {
      const told = reattach(running)
      expect(Object.keys(told)).toEqual(['hashicorp/aws', 'hetznercloud/hcloud'])
      expect(told['hashicorp/aws']).toMatchObject({ Protocol: 'grpc', ProtocolVersion: 6, Test: true })
      expect(new Set(Object.values(told).map(({ Addr }) => Addr.String)).size).toBe(2)
    } finally {
      await running.stop()
    }
  })

  it('keep the host of a registry that is no default one', async () => {
    const { schema } = fixtureSchema('tls')
    const running = await startProviders([{ source: 'registry.example/a/b', schema }])
    expect(Object.keys(reattach(running))).toEqual(['registry.example/a/b'])
    await running.stop()
  })

  it('can be called only by the user who started them', async () => {
    const running = await startProviders([fixtureSchema('tls')])
    const [provider] = Object.values(reattach(running))
    expect(statSync(dirname(provider!.Addr.String)).mode & 0o777).toBe(0o700)
    await running.stop()
  })

  it('leave nothing when they are stopped, also a second time', async () => {
    const running = await startProviders([fixtureSchema('tls')])
    const [provider] = Object.values(reattach(running))
    await running.stop()
    await running.stop()
    expect(existsSync(dirname(provider!.Addr.String))).toBe(false)
  })

  it('are refused where a socket would have too long a name, and leave nothing there', async () => {
    const tooLong = join(scratch(), 'x'.repeat(120))
    mkdirSync(tooLong)
    process.env.TMPDIR = tooLong
    await expect(startProviders([fixtureSchema('tls')])).rejects.toMatchObject({
      diagnostics: [{ code: 'provider-start', notes: [expect.stringContaining('longer than')] }],
    })
    expect(readdirSync(tooLong)).toEqual([])
  })

  it('are refused where nothing can be written', async () => {
    process.env.TMPDIR = join(scratch(), 'missing')
    await expect(startProviders([fixtureSchema('tls')])).rejects.toMatchObject({
      diagnostics: [{ code: 'provider-start', notes: [expect.stringContaining('ENOENT')] }],
    })
  })
})
