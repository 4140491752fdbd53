/**
 * A deployment that goes on when whoever asked for it ends: a process of its own session does it and writes what happens
 * to a file, which anybody may follow. Terraform's hook does nothing else: an interrupt of Terraform ends the follower,
 * not the deployment.
 */
import { closeSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { setTimeout as sleep } from 'node:timers/promises'
import { failure } from '../../contracts/diagnostic.js'
import type { Emit, TerraneEvent } from '../../contracts/events.js'
import { identify, isAlive, type ProcessIdentity } from '../../process/alive.js'
import { follow } from '../../process/follow.js'
import { start } from '../../process/start.js'
import type { HostDeployment, HostResult } from '../deployment.js'
import type { DeployContext } from './context.js'
import { deployHost } from './deploy-host.js'
import { deploymentText, readDeploymentText } from './deployment-text.js'

const eventsName = 'events.jsonl'
const processName = 'process.json'

/** A line of the file: an event, or the last word. */
type Line = TerraneEvent | { readonly type: 'detached_result'; readonly result: HostResult }

export interface DetachOptions {
  /** What to start: a program that calls `runDetached`. */
  readonly program: string
  readonly args: readonly string[]
  /** A new folder for its output; it holds no secret. */
  readonly folder: string
}

/** Starts the deployment. It goes on when we end, however we end. Throws `tool-missing`. */
export const startDetached = async (deployment: HostDeployment, options: DetachOptions): Promise<void> => {
  const { folder, program, args } = options
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const output = openSync(join(folder, eventsName), 'a', 0o600)
  const errors = openSync(join(folder, 'errors.log'), 'a', 0o600)
  try {
    const { child, pid } = await start(program, args, {
      cwd: '/',
      stdio: ['pipe', output, errors],
      detached: true,
    })
    writeFileSync(join(folder, processName), JSON.stringify(identify(pid)), { mode: 0o600 })
    await new Promise<void>(resolve => {
      child.stdin?.on('error', () => resolve())
      child.stdin?.end(deploymentText(deployment), resolve)
    })
    child.unref()
  } finally {
    closeSync(output)
    closeSync(errors)
  }
}

/**
 * Shows a detached deployment until it has ended. Undefined when `signal` aborts before: the deployment goes on. Throws
 * `host-request` where its process has ended without a result.
 */
export const followDetached = async (
  folder: string,
  emit: Emit,
  signal?: AbortSignal,
): Promise<HostResult | undefined> => {
  let result: HostResult | undefined
  const owner = JSON.parse(readFileSync(join(folder, processName), 'utf8')) as ProcessIdentity
  const following = follow(join(folder, eventsName), 0, text => {
    const line = JSON.parse(text) as Line
    if (line.type === 'detached_result') result = line.result
    else emit(line)
  })
  let over = false
  while (result === undefined && !over && !signal?.aborted) {
    over = !isAlive(owner)
    await sleep(50)
  }
  following.finish()
  if (result === undefined && !signal?.aborted)
    throw failure('host-request', 'the detached deployment ended without a result', {
      notes: [readFileSync(join(folder, 'errors.log'), 'utf8').trim()].filter(note => note !== ''),
      hint: 'what it began on the host ends by itself: terrane resume',
    })
  return result
}

/**
 * The other side: does the deployment that comes on standard input, and writes what happens to standard output, a file.
 * SIGTERM has it go back.
 */
export const runDetached = async (context: Omit<DeployContext, 'emit' | 'approve'>): Promise<HostResult> => {
  const write = (line: Line) => writeFileSync(1, `${JSON.stringify(line)}\n`)
  const deployment = readDeploymentText(await text(process.stdin))
  const result = await deployHost(deployment, { ...context, emit: write })
  write({ type: 'detached_result', result })
  return result
}
