/** From the manifest's `target` to a connection: every reference has its value. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import type { Secret } from '../../contracts/secret.js'
import { isAddress, isUser } from '../check/target.js'
import type { HostConnection } from '../deployment.js'
import type { ManifestTarget } from '../manifest.js'
import { type Outputs, settle } from './outputs.js'

export interface ConnectionSurroundings {
  readonly outputs: Outputs
  /** The manifest's folder, where its relative paths start. */
  readonly folder: string
  readonly knownHostsFile: string
  readonly identity?: Secret
}

/** Resolves a target. Throws `host-not-applied`; `host-invalid` where Terraform's value is none that could be meant. */
export const connectionOf = (
  name: string,
  target: ManifestTarget,
  { outputs, folder, knownHostsFile, identity }: ConnectionSurroundings,
): HostConnection => {
  const text = (late: ManifestTarget['host'], what: string, isRight: (text: string) => boolean): string => {
    const value = settle(late, outputs, name, what)
    if (typeof value === 'string' && isRight(value)) return value
    throw wrong(name, what, value)
  }
  const texts = (late: ManifestTarget['jump'], what: string): readonly string[] => {
    const values = settle(late, outputs, name, what)
    const isRight = (value: unknown) => typeof value === 'string' && value !== '' && !value.startsWith('-')
    if (Array.isArray(values) && values.every(isRight)) return values
    throw wrong(name, what, values)
  }
  const port = Number(settle(target.port, outputs, name, 'the port'))
  if (!Number.isInteger(port) || port < 1 || port > 65535) throw wrong(name, 'the port', port)
  const identityFile =
    target.identityFile === null
      ? undefined
      : located(
          text(target.identityFile, 'the identity file', file => file !== ''),
          folder,
        )
  return {
    host: text(target.host, 'the address', isAddress),
    port,
    user: text(target.user, 'the user', isUser),
    sudo: target.sudo,
    jump: texts(target.jump, 'the hosts to go through'),
    options: texts(target.options, 'the options of ssh'),
    ...(identityFile === undefined ? {} : { identityFile }),
    ...(identity === undefined ? {} : { identity }),
    alias: aliasOf(name, target),
    hostKeys: texts(target.hostKeys, 'the host keys'),
    knownHostsFile,
  }
}

/** What host keys are kept under: the resource that is the machine, or else the host's own name. */
export const aliasOf = (name: string, { resource }: ManifestTarget): string => resource ?? name

/** A path of the manifest on this machine. */
export const located = (path: string, folder: string): string =>
  path.startsWith('~/') ? join(homedir(), path.slice(2)) : isAbsolute(path) ? path : join(folder, path)

const wrong = (host: string, what: string, value: unknown) =>
  failure('host-invalid', `${JSON.stringify(value)} can't be ${what} of the host '${host}'`)
