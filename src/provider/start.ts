/**
 * Starts mock providers in this process, and tells Terraform (or OpenTofu) where they are: `TF_REATTACH_PROVIDERS` names
 * running providers, which are then neither installed nor verified, started nor stopped
 * (https://developer.hashicorp.com/terraform/plugin/debugging). One server lasts for any number of runs.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import type { Behaviours, Performed } from './behaviour.js'
import { type Cloud, openCloud } from './cloud.js'
import { methodsOf } from './methods.js'
import type { ProviderSchema } from './schema.js'
import { hasNumericIds } from './values/invent.js'
import { type GrpcServer, serveGrpc } from './wire/grpc.js'

export interface MockProvider {
  /** Its address: `hashicorp/aws`, or with the registry's host if that is no default one. */
  readonly source: string
  readonly schema: ProviderSchema
  readonly behaviours?: Behaviours
}

export interface StartOptions {
  /** Where the objects live; a new one if left out. */
  readonly cloud?: Cloud
  /** Called when an operation has ended, in the order of the ends. */
  readonly onPerformed?: (performed: Performed) => void
}

export interface RunningProviders {
  /** To be added to the environment of tofu/terraform. */
  readonly environment: Readonly<Record<'TF_REATTACH_PROVIDERS', string>>
  readonly cloud: Cloud
  readonly stop: () => Promise<void>
}

const defaultHosts = /^registry\.(terraform\.io|opentofu\.org)\//

/** Starts the providers. Rejects with `provider-start` if a socket can't be made. */
export const startProviders = async (
  providers: readonly MockProvider[],
  { cloud = openCloud(), onPerformed = () => {} }: StartOptions = {},
): Promise<RunningProviders> => {
  const folder = socketFolder()
  const servers: GrpcServer[] = []
  const stop = async () => {
    await Promise.all(servers.map(server => server.close()))
    rmSync(folder, { recursive: true, force: true })
  }
  const reattach: Record<string, object> = {}
  try {
    for (const [index, { source, schema, behaviours = {} }] of providers.entries()) {
      const provider = source.replace(defaultHosts, '')
      const socket = join(folder, `${index}.sock`)
      const mock = { provider, schema, behaviours, cloud, numericIds: hasNumericIds(schema), onPerformed }
      servers.push(await serveGrpc(socket, methodsOf(mock)))
      reattach[provider] = {
        Protocol: 'grpc',
        ProtocolVersion: 6,
        Pid: process.pid,
        // Without this, Terraform would kill the process when it is done.
        Test: true,
        Addr: { Network: 'unix', String: socket },
      }
    }
  } catch (cause) {
    await stop()
    throw notStarted(cause)
  }
  return { environment: { TF_REATTACH_PROVIDERS: JSON.stringify(reattach) }, cloud, stop }
}

/** Only we may enter it: no one else on this machine can call the providers. */
const socketFolder = (): string => {
  try {
    return mkdtempSync(join(tmpdir(), 'terrane-'))
  } catch (cause) {
    throw notStarted(cause)
  }
}

const notStarted = (cause: unknown) =>
  failure('provider-start', 'a provider for offline use could not be started', {
    notes: [cause instanceof Error ? cause.message : String(cause)],
    hint: 'it needs a folder for temporary files (TMPDIR) that can be written, with a short path',
    cause,
  })
