/**
 * What a service is doing, for `systemctl status`: the status line of sd_notify(3). Node has no datagrams over unix
 * sockets, so that systemd's own program sends it; without one, or where it fails, nothing is sent.
 */
import type { Emit } from '../contracts/events.js'
import { run as runProgram } from '../process/run.js'
import type { Run } from '../process/runner.js'

/** Tells systemd of each phase, where it listens (NOTIFY_SOCKET). */
export const notifyStatus = (
  env: Readonly<Record<string, string | undefined>>,
  run: Run = runProgram,
): Emit => {
  if (!env.NOTIFY_SOCKET) return () => {}
  // One after the other, so that the last is what stays.
  let sent: Promise<unknown> = Promise.resolve()
  return event => {
    if (event.type !== 'phase_start') return
    sent = sent.then(() => run('systemd-notify', [`--status=${event.message}`])).catch(() => {})
  }
}
