/** The user data that makes another Linux NixOS, run by a real shell in a folder, with a curl that fetches nothing. */
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { temporaryFolder } from '../support/compile.js'
import { repository } from '../support/nix.js'

const { resource } = JSON.parse(
  readFileSync(join(repository, 'fixtures', 'examples', 'digitalocean.tf.json'), 'utf8'),
)
const userData: string = resource.digitalocean_droplet.infected.user_data

/** Runs it; `fetched` is what the URL has, `expected` what the checksum is of. */
const boot = (fetched: string, expected: string) => {
  const root = temporaryFolder()
  for (const folder of ['var/lib', 'var/log', 'bin']) mkdirSync(join(root, folder), { recursive: true })
  writeFileSync(join(root, 'fetched'), fetched)
  const curl = join(root, 'bin', 'curl')
  writeFileSync(
    curl,
    `#!/bin/sh\nwhile [ $# -gt 1 ]; do [ "$1" = -o ] && cp ${root}/fetched "$2"; shift; done\n`,
  )
  chmodSync(curl, 0o755)
  const script = userData
    .replaceAll(/(?<= |=|>)\/(etc|var|run)\//g, `${root}/$1/`)
    .replace(/(?<=echo ')[0-9a-f]{64}/, createHash('sha256').update(expected).digest('hex'))
  const env = { PATH: `${join(root, 'bin')}:${process.env.PATH}`, RAN: join(root, 'ran') }
  try {
    execFileSync('sh', ['-c', script], { env, stdio: 'ignore' })
  } catch {}
  const log = readFileSync(join(root, 'var', 'log', 'nixos-infect.log'), 'utf8')
  const host = readFileSync(join(root, 'etc', 'nixos', 'host.nix'), 'utf8')
  return { ran: existsSync(env.RAN) ? readFileSync(env.RAN, 'utf8') : undefined, log, host }
}

const harmless = 'echo "$PROVIDER $NIX_CHANNEL $NIXOS_IMPORT" > "$RAN"\n'

it('runs the script that is meant, which finds the cloud, the release and the configuration', () => {
  const { ran, host } = boot(harmless, harmless)
  expect(ran).toBe('digitalocean nixos-25.05 ./host.nix\n')
  expect(host).toBe('{ services.openssh.ports = [ 2222 ]; }\n')
})

it('runs no other', () => {
  const { ran, log } = boot(harmless, 'another')
  expect(ran).toBeUndefined()
  expect(log).toMatch(/FAILED/)
})
