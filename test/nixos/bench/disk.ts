/** The disk of a bench host: everything that it keeps over a power cycle. */
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export interface DiskOptions {
  readonly address: string
  /** Where the client's identity goes. */
  readonly folder: string
  readonly sudo?: boolean
  readonly systemd?: boolean
  readonly systemdBoot?: boolean
}

/** Fills a folder: a store with one system, a profile with one generation, a bootloader, keys for ssh. */
export const prepareDisk = (disk: string, initial: string, options: DiskOptions): void => {
  for (const name of ['mnt', 'nix', 'var-lib', 'var-log', 'boot', 'home', 'etc', 'tmp'])
    mkdirSync(join(disk, name), { recursive: true })
  execFileSync(
    'nix',
    [
      ...['--extra-experimental-features', 'nix-command', 'copy', '--no-check-sigs'],
      ...['--to', `local?root=${disk}`, initial],
    ],
    { stdio: 'pipe' },
  )
  const profiles = join(disk, 'nix', 'var', 'nix', 'profiles')
  mkdirSync(profiles, { recursive: true })
  symlinkSync(initial, join(profiles, 'system-1-link'))
  symlinkSync('system-1-link', join(profiles, 'system'))
  writeFileSync(join(disk, 'boot', 'default'), `${initial}\n`)
  if (options.systemdBoot) mkdirSync(join(disk, 'boot', 'loader'))
  if (options.sudo) addOperator(join(disk, 'etc'))
  const mnt = join(disk, 'mnt')
  if (options.systemd) writeFileSync(join(mnt, 'systemd'), '')
  writeFileSync(join(mnt, 'address'), `${options.address}\n`)
  makeKey(join(mnt, 'hostkey'))
  makeKey(join(options.folder, 'identity'))
  copyFileSync(join(options.folder, 'identity.pub'), join(mnt, 'authorized_keys'))
  writeFileSync(join(mnt, 'nix.conf'), 'build-users-group =\nsandbox = false\nsubstituters =\n')
  writeFileSync(join(mnt, 'sshd_config'), sshdConfig)
}

export const makeKey = (path: string): void => {
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', path])
}

const sshdConfig = `Port 22
HostKey /mnt/hostkey
AuthorizedKeysFile /mnt/authorized_keys
PidFile /run/sshd.pid
PermitRootLogin prohibit-password
PasswordAuthentication no
KbdInteractiveAuthentication no
UsePAM no
UseDNS no
StrictModes no
MaxStartups 100
SetEnv NIX_CONF_DIR=/mnt
`

/** A user who may do anything by sudo; the files are put over those of this machine. */
const addOperator = (etc: string): void => {
  const add = (name: string, line: string, mode: number) => {
    writeFileSync(join(etc, name), `${readFileSync(`/etc/${name}`, 'utf8')}${line}\n`)
    chmodSync(join(etc, name), mode)
  }
  add('passwd', 'ops:x:4242:4242::/tmp:/bin/sh', 0o644)
  add('group', 'ops:x:4242:', 0o644)
  add('shadow', 'ops:*:19000:0:99999:7:::', 0o640)
  writeFileSync(
    join(etc, 'sudoers'),
    'root ALL=(ALL) ALL\nops ALL=(ALL) NOPASSWD: ALL\nDefaults env_keep += "NIX_CONF_DIR"\n',
  )
  chmodSync(join(etc, 'sudoers'), 0o440)
}
