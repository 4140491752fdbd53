/** What the bench needs: one Linux machine as root, with network namespaces, OpenSSH's server and Nix. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { hasNix } from '../../support/nix.js'

const finds = (program: string): boolean =>
  (process.env.PATH ?? '').split(':').some(folder => existsSync(`${folder}/${program}`)) ||
  existsSync(`/usr/sbin/${program}`)

const missing = [
  ...(process.platform === 'linux' ? [] : ['linux']),
  ...(process.getuid?.() === 0 ? [] : ['root']),
  ...(finds('sshd') && finds('ssh-keygen') ? [] : ['openssh']),
  ...(finds('ip') && finds('unshare') && finds('nsenter') && finds('flock') ? [] : ['iproute2']),
  ...(hasNix ? [] : ['nix']),
]

/** Some containers run as root and may still not make a namespace. */
const mayMakeNamespaces =
  missing.length === 0 && spawnSync('unshare', ['--mount', '--pid', '--net', '--fork', 'true']).status === 0

export const hasBench = missing.length === 0 && mayMakeNamespaces
export const hasSudo = finds('sudo')

if ((process.env.TERRANE_REQUIRED ?? '').split(',').includes('bench') && !hasBench)
  throw new Error(`the bench is required here and lacks ${missing.join(', ') || 'namespaces'}`)

if (!hasBench)
  console.log(
    `deployments are not tested here: the bench lacks ${missing.join(', ') || 'the right to make namespaces'}`,
  )
