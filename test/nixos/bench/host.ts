/**
 * A host of the bench: a network of its own, its own processes, /nix, /run, /var/lib, /boot and /tmp, and a real sshd.
 * Its disk is a folder; a power cycle kills all its processes, forgets /run, and starts again from the disk.
 */
import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { HostConnection } from '../../../src/nixos/deployment.js'
import { prepareDisk } from './disk.js'

export interface BenchHost {
  readonly name: string
  readonly address: string
  /** Its disk, as a folder of this machine. */
  readonly disk: string
  /** A folder of this side: known_hosts, keys. */
  readonly folder: string
  readonly connection: HostConnection
  /** Runs shell commands on the host, whatever its network does. Gives what they print. */
  readonly run: (script: string) => string
  /** Whether shell commands succeed on it. */
  readonly holds: (script: string) => boolean
  readonly powerCycle: () => Promise<void>
  /** The network between us; what is sent over a cut one disappears. */
  readonly cutLink: () => void
  readonly mendLink: () => void
  readonly remove: () => Promise<void>
}

export interface BenchOptions {
  /** There is a user `ops` who may become root by sudo; the connection is his. */
  readonly sudo?: boolean
  /** A size for tmpfs, such as `3m`: the store's file system. */
  readonly storeSize?: string
  /** It looks as if systemd were its first process. */
  readonly systemd?: boolean
  readonly systemdBoot?: boolean
}

/** All that the bench makes has this in its name, and the process that made it. */
const prefix = 'tb'

let count = 0

const place = existsSync('/dev/shm') ? '/dev/shm' : '/tmp'

/** Removes what runs have left that were killed: their networks (the processes have ended with them) and disks. */
const sweep = (): void => {
  const isAbandoned = (name: string) => {
    const [, pid] = new RegExp(`^${prefix}(\\d+)-`).exec(name) ?? []
    return pid !== undefined && !existsSync(`/proc/${pid}`)
  }
  const networks = execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).split('\n')
  for (const name of networks.map(line => line.split(' ')[0]!).filter(isAbandoned))
    spawnSync('ip', ['netns', 'del', name])
  for (const name of readdirSync(place).filter(isAbandoned))
    rmSync(join(place, name), { recursive: true, force: true })
}

/** Makes a host that runs `initial`. */
export const benchHost = async (initial: string, options: BenchOptions = {}): Promise<BenchHost> => {
  if (count === 0) sweep()
  const name = `${prefix}${process.pid}-${count++}`
  const device = `${prefix}${randomBytes(4).toString('hex')}`
  const folder = mkdtempSync(join(place, `${name}-`))
  const disk = join(folder, 'disk')
  const subnet = (randomBytes(4).readUInt32BE() % 2 ** 20) * 4
  const address = (last: number) =>
    `10.${128 + ((subnet >> 16) & 63)}.${(subnet >> 8) & 255}.${(subnet & 252) + last}`
  prepareDisk(disk, initial, { address: address(2), folder, ...options })
  const ip = (...args: readonly string[]) => execFileSync('ip', args, { stdio: 'pipe' })
  let init: ChildProcess | undefined
  let pid = 0
  let removed = false

  const boot = async () => {
    const process = spawn(
      'ip',
      [
        ...['netns', 'exec', name, 'unshare', '--mount', '--uts', '--ipc', '--pid', '--fork'],
        ...['--kill-child=SIGKILL', '--mount-proc', '/bin/sh', join(import.meta.dirname, 'init.sh')],
        ...[disk, options.storeSize ?? '-'],
      ],
      { stdio: ['pipe', 'pipe', 'pipe'] },
    )
    init = process
    let said = ''
    process.stderr.on('data', chunk => {
      said += chunk
    })
    process.stdin.on('error', () => {})
    await new Promise<void>((resolve, reject) => {
      process.stdout.once('data', () => resolve())
      process.once('exit', () => reject(new Error(`${name} did not start: ${said}`)))
    })
    pid = Number(readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8').trim())
    process.once('exit', () => {
      if (removed || !existsSync(join(disk, 'mnt', 'reboot'))) return
      rmSync(join(disk, 'mnt', 'reboot'))
      newBootId()
      boot()
    })
  }
  const newBootId = () => writeFileSync(join(disk, 'boot-id'), `${randomUUID()}\n`)
  const halt = async () => {
    const process = init
    if (process === undefined || process.exitCode !== null || process.signalCode !== null) return
    const gone = new Promise(resolve => process.once('exit', resolve))
    process.kill('SIGKILL')
    await gone
  }
  const inside = (script: string) =>
    spawnSync('nsenter', ['-t', String(pid), '-a', '--', '/bin/sh', '-c', script], { encoding: 'utf8' })

  ip('netns', 'add', name)
  ip('link', 'add', `${device}h`, 'type', 'veth', 'peer', 'name', 'eth0', 'netns', name)
  ip('addr', 'add', `${address(1)}/30`, 'dev', `${device}h`)
  ip('link', 'set', `${device}h`, 'up')
  newBootId()
  await boot()

  return {
    name,
    address: address(2),
    disk,
    folder,
    connection: {
      host: address(2),
      port: 22,
      user: options.sudo ? 'ops' : 'root',
      sudo: options.sudo ?? false,
      jump: [],
      options: [
        'KexAlgorithms=curve25519-sha256',
        'ConnectTimeout=2',
        'ServerAliveInterval=1',
        'ServerAliveCountMax=2',
      ],
      identityFile: join(folder, 'identity'),
      alias: name,
      hostKeys: [readFileSync(join(disk, 'mnt', 'hostkey.pub'), 'utf8').trim()],
      knownHostsFile: join(folder, 'known_hosts'),
    },
    run: script => {
      const { stdout, stderr, status } = inside(script)
      if (status !== 0) throw new Error(`${script}: ${stderr}`)
      return stdout.trim()
    },
    holds: script => inside(script).status === 0,
    powerCycle: async () => {
      await halt()
      newBootId()
      await boot()
    },
    cutLink: () => ip('link', 'set', `${device}h`, 'down'),
    mendLink: () => ip('link', 'set', `${device}h`, 'up'),
    remove: async () => {
      removed = true
      await halt()
      spawnSync('ip', ['link', 'del', `${device}h`])
      spawnSync('ip', ['netns', 'del', name])
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
