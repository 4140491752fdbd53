/** One request to a host from its beginning to its end. */
import { failure } from '../../contracts/diagnostic.js'
import type { Host, Way } from '../connection/connect.js'

export interface RemoteAnswer {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

export interface RemoteRequest {
  readonly way?: Way
  readonly root?: boolean
  readonly input?: Uint8Array
  readonly onOutput?: (chunk: Buffer) => void
  readonly onErrors?: (text: string) => void
  readonly signal?: AbortSignal
}

/**
 * Runs words on a host. Resolves whatever their exit status; throws what `host.explain` makes of a connection that
 * failed, and `interrupted`.
 */
export const runRemote = async (
  host: Host,
  words: readonly string[],
  { way = 'shared', signal, ...options }: RemoteRequest = {},
): Promise<RemoteAnswer> => {
  if (signal?.aborted) throw failure('interrupted', 'interrupted')
  const output: Buffer[] = []
  const conversation = host.request(way, words, {
    onOutput: chunk => {
      output.push(chunk)
    },
    ...options,
  })
  const stop = () => conversation.kill()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    const { status, stderr } = await conversation.ended
    if (signal?.aborted) throw failure('interrupted', 'interrupted')
    if (status === 255) throw await host.explain(stderr)
    return { status, stdout: Buffer.concat(output).toString('utf8'), stderr }
  } finally {
    signal?.removeEventListener('abort', stop)
  }
}
