/**
 * The first request to a host. It brings the agent, answers with the host's state, takes the lock and holds it as long
 * as its connection lives; the other requests share that connection.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import { answerReader } from '../agent/answer.js'
import { collectFacts, type Facts } from '../agent/facts.js'
import { installedAgent } from '../agent/program.js'
import type { Host, Way } from '../connection/connect.js'

export interface Session {
  readonly facts: Facts
  readonly close: () => Promise<void>
}

/** So often the host hears of us while we copy or wait for an answer; it believes us gone after six times that. */
const heartbeat = 10_000

/** Opens a session. Throws `host-connection`, `host-key`, `host-request`, `interrupted`. */
export const openSession = async (
  host: Host,
  verb: 'session' | 'state' | 'generations',
  args: readonly string[],
  options: { readonly way?: Way; readonly signal?: AbortSignal } = {},
): Promise<Session> => {
  const { facts, add } = collectFacts()
  let answered = () => {}
  const answer = new Promise<void>(resolve => {
    answered = resolve
  })
  const reader = answerReader({ onFact: add, onOutput: () => {} })
  const { words, input } = installedAgent(verb, args)
  const conversation = host.request(options.way ?? 'first', words, {
    root: true,
    input,
    open: true,
    onOutput: chunk => {
      reader.take(chunk)
      if (reader.isComplete()) answered()
    },
  })
  const stop = () => conversation.kill()
  options.signal?.addEventListener('abort', stop, { once: true })
  const early = await Promise.race([answer.then(() => undefined), conversation.ended])
  options.signal?.removeEventListener('abort', stop)
  if (options.signal?.aborted) throw failure('interrupted', 'interrupted')
  if (early !== undefined && !reader.isComplete())
    throw early.status === 255
      ? await host.explain(early.stderr)
      : requestFailed(host.name, early.status, early.stderr)
  const timer = setInterval(() => conversation.send('\n'), heartbeat)
  timer.unref()
  return {
    facts,
    close: async () => {
      clearInterval(timer)
      conversation.closeInput()
      const ended = await Promise.race([conversation.ended, sleep(3_000, undefined, { ref: false })])
      if (ended === undefined) conversation.kill()
    },
  }
}

/** The error for a request that the host answered with a failure of its own. */
export const requestFailed = (name: string, status: number, stderr: string): TerraneError =>
  failure(
    'host-request',
    `${name}: the host refused: ${stderr.trim().split('\n').pop() || `exit status ${status}`}`,
    {
      ...(/sudo: .*password/i.test(stderr)
        ? {
            hint: 'let the user run everything with sudo and without a password (NOPASSWD), or log in as root',
          }
        : {}),
    },
  )
