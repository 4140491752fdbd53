/**
 * A private key that no file has, for ssh: an ssh-agent of its own holds it in memory. The agent ends with the program
 * that it was started for, which ends with its input, which ends with us, however we end.
 */
import { existsSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { failure } from '../../contracts/diagnostic.js'
import type { Secret } from '../../contracts/secret.js'
import type { Run } from '../../process/runner.js'
import { start } from '../../process/start.js'

export interface KeyAgent {
  readonly socket: string
  readonly stop: () => void
}

/** Starts the agent with its socket at `socket` and gives it the key. Throws `host-invalid` for what is no usable key. */
export const startKeyAgent = async (run: Run, identity: Secret, socket: string): Promise<KeyAgent> => {
  const { child, ended } = await start('ssh-agent', ['-a', socket, 'cat'], {
    cwd: '/',
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  child.stdin?.on('error', () => {})
  let over = false
  ended.then(() => {
    over = true
  })
  const stop = () => {
    child.stdin?.end()
    child.kill('SIGTERM')
  }
  while (!existsSync(socket) && !over) await sleep(5)
  const text = identity.reveal()
  const { status } = await run('ssh-add', ['-q', '-'], {
    // ssh-add refuses a key whose last line has no end.
    input: text.endsWith('\n') ? text : `${text}\n`,
    env: { SSH_AUTH_SOCK: socket, SSH_ASKPASS_REQUIRE: 'never' },
  })
  if (status !== 0) {
    stop()
    throw failure('host-invalid', 'ssh-add does not take the private key of target.identity', {
      hint: 'it must be the whole text of a private key without a passphrase',
    })
  }
  return { socket, stop }
}
