/**
 * Attending to a deployment that runs on a host by itself. We see its phases and its output, and may lose sight of it at
 * any time: a connection that breaks says nothing about the deployment. Then we look again from where we were, and only
 * what the host says counts.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { answerReader, lineReader } from '../agent/answer.js'
import { collectFacts, type Facts } from '../agent/facts.js'
import { agentWords } from '../agent/program.js'
import type { Host, Way } from '../connection/connect.js'
import type { Conversation, Spoken } from '../connection/speak.js'

export type Settled =
  /** The new system runs and waits to be confirmed. */
  | { readonly kind: 'waiting' }
  /** It has ended; the facts have its result and the host's state. */
  | { readonly kind: 'over'; readonly facts: Facts }
  /** Nothing was changed. */
  | { readonly kind: 'refused'; readonly reason: string }
  /** The host knows of no such deployment. */
  | { readonly kind: 'unknown' }
  /** Its watchdog is gone, and it has not ended. */
  | { readonly kind: 'dead' }
  /** We were told to go, and don't know. */
  | { readonly kind: 'left' }
  /** The connection broke. */
  | { readonly kind: 'lost'; readonly stderr: string }

export interface Ask {
  readonly way: Way
  readonly verb: 'begin' | 'rejoin' | 'resume' | 'confirm' | 'withdraw' | 'follow'
  readonly args?: readonly string[]
  readonly input?: Uint8Array
}

export interface Attendance {
  /** Asks once, and shows what happens until the answer is complete. */
  readonly ask: (ask: Ask) => Promise<Settled>
  /** Asks, and goes on after broken connections and dead watchdogs until there is an answer or the patience is over. */
  readonly settle: (ask: Ask) => Promise<Settled>
  /** Has the host go back, unless it has been decided otherwise, while another request is being answered. */
  readonly withdraw: (reason: string) => void
}

export interface AttendOptions {
  readonly host: Host
  readonly id: string
  readonly onPhase: (phase: string) => void
  readonly onLine: (line: string) => void
  readonly note: (message: string) => void
  /** How long a host is looked for, in seconds; a host that reboots gets ten minutes more. */
  readonly patienceSeconds: number
  /** Aborts to go at once. */
  readonly leave?: AbortSignal
  /** All keys as the agent reads them, for a host that has rebooted and lost those in memory. */
  readonly keys: Uint8Array
}

const reboot = 600
const pause = 500
/** A deployment whose watchdogs are killed again and again is left to a person. */
const mostResumes = 3

export const attend = (options: AttendOptions): Attendance => {
  const { host, id, note } = options
  const lines = lineReader(options.onLine)
  let offset = 0
  let phase = ''

  const ask = async ({ way, verb, args = [], input }: Ask): Promise<Settled> => {
    const { facts, add } = collectFacts()
    const reader = answerReader({
      onFact: (name, value) => {
        add(name, value)
        if (name !== 'phase') return
        phase = value
        options.onPhase(value)
      },
      onOutput: bytes => {
        offset += bytes.length
        lines.take(bytes)
      },
    })
    const conversation = host.request(way, agentWords(verb, [id, String(offset), ...args]), {
      root: true,
      onOutput: reader.take,
      ...(input === undefined ? {} : { input }),
    })
    const { status, stderr } = await endedOrLeft(conversation, options.leave)
    const refused = facts.get('refused')?.[0]
    if (refused !== undefined) return { kind: 'refused', reason: refused }
    if (facts.has('unknown-deployment')) return { kind: 'unknown' }
    if (!reader.isComplete() && options.leave?.aborted) return { kind: 'left' }
    if (!reader.isComplete()) return { kind: 'lost', stderr: stderr || `exit status ${status}` }
    if (facts.has('outcome')) {
      lines.flush()
      return { kind: 'over', facts }
    }
    return facts.has('dead') ? { kind: 'dead' } : { kind: 'waiting' }
  }

  const settle = async (first: Ask): Promise<Settled> => {
    let settled = await ask(first)
    let resumes = 0
    // What the first request sent may never have arrived; whether it did, only the host knows.
    let next: Ask = {
      way: 'fresh',
      verb: first.verb === 'begin' || first.verb === 'resume' ? 'rejoin' : 'follow',
    }
    for (;;) {
      if (settled.kind === 'lost') {
        settled = await findAgain(next, settled)
        if (settled.kind === 'lost') return settled
      } else if (settled.kind === 'dead' && resumes < mostResumes) {
        resumes++
        note(
          phase === 'rebooting'
            ? 'the host has rebooted'
            : `nobody on the host looks after the deployment any more (its watchdog was killed, or the host restarted): another watchdog takes over`,
        )
        settled = await ask({ way: 'fresh', verb: 'resume', input: options.keys })
        next = { way: 'fresh', verb: 'rejoin' }
      } else return settled
    }
  }

  const findAgain = async (next: Ask, lost: Settled): Promise<Settled> => {
    const rebooting = phase === 'rebooting'
    const until = performance.now() + 1000 * (options.patienceSeconds + (rebooting ? reboot : 0))
    note(
      rebooting
        ? 'waiting for the host to come back'
        : 'the connection is lost; the deployment goes on there, looking for it',
    )
    for (let told = performance.now(); ; ) {
      await sleep(pause)
      const found = await ask(next)
      if (found.kind === 'left') return found
      if (found.kind !== 'lost') {
        note('the host is back')
        return found
      }
      if (performance.now() >= until) return lost
      if (performance.now() - told >= 15_000) {
        told = performance.now()
        note(
          `still no answer, looking for ${Math.ceil((until - told) / 1000)} s more: ${found.stderr.trim().split('\n').pop()}`,
        )
      }
    }
  }

  const withdraw = (reason: string) => {
    // Past any output: what happens is shown by the other request.
    const words = agentWords('withdraw', [id, String(Number.MAX_SAFE_INTEGER), reason])
    host.request('shared', words, { root: true }).ended.catch(() => {})
  }

  return { ask, settle, withdraw }
}

/** A conversation to its end, which comes at once when we are to go. */
const endedOrLeft = async (conversation: Conversation, leave: AbortSignal | undefined): Promise<Spoken> => {
  if (leave?.aborted) conversation.kill()
  leave?.addEventListener('abort', conversation.kill, { once: true })
  try {
    return await conversation.ended
  } finally {
    leave?.removeEventListener('abort', conversation.kill)
  }
}
