/** Health checks that are made from this machine: what the host's users would see. */
import { connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { HealthChecks } from '../deployment.js'

/** So long one try may take. */
const patience = 10_000

/** Tries until all checks hold or their time is over. Resolves to what does not hold. */
export const checkFromHere = async (
  health: HealthChecks,
  host: string,
  signal?: AbortSignal,
): Promise<string | undefined> => {
  const checks = [
    ...health.http
      .filter(check => check.from === 'here')
      .map(
        ({ url, status }) =>
          () =>
            checkHttp(url, status),
      ),
    ...health.tcp
      .filter(check => check.from === 'here')
      .map(
        check => () =>
          checkTcp(check.host ?? host, check.port).then(open =>
            open ? undefined : `nothing listens on ${check.host ?? host} port ${check.port}`,
          ),
      ),
  ]
  const until = performance.now() + health.timeoutSeconds * 1000
  for (;;) {
    const found = (await Promise.all(checks.map(check => check()))).find(wrong => wrong !== undefined)
    if (found === undefined || signal?.aborted || performance.now() >= until) return found
    await sleep(300)
  }
}

const checkHttp = async (url: string, expected: number | undefined): Promise<string | undefined> => {
  try {
    const { status, body } = await fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(patience) })
    await body?.cancel()
    const fits = expected === undefined ? status >= 200 && status < 400 : status === expected
    return fits ? undefined : `${url} answers with status ${status}`
  } catch {
    return `${url} does not answer`
  }
}

/** Whether something accepts connections there. */
export const checkTcp = (host: string, port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ host, port, timeout: patience })
    const end = (open: boolean) => {
      socket.destroy()
      resolve(open)
    }
    socket.on('connect', () => end(true))
    socket.on('timeout', () => end(false))
    socket.on('error', () => end(false))
  })
