/** A project whose hosts are those of the bench, and terrane itself at work on it. */
import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommandLine } from '../../../src/cli/command-line.js'
import { compile } from '../../../src/project/compile.js'
import { deployProject } from '../../support/hosts.js'
import { repository } from '../../support/nix.js'
import { recordingTerminal } from '../../support/recording-terminal.js'
import { scratch } from '../../support/scratch.js'
import type { BenchHost } from './host.js'

export interface BenchProject {
  readonly folder: string
  readonly write: (file: string, text: string) => void
  readonly terrane: (...args: readonly string[]) => Promise<{
    readonly status: number
    readonly out: string
    readonly err: string
  }>
}

/** What a project says of a host of the bench. */
export const targetOf = ({ connection }: BenchHost) => ({
  host: connection.host,
  hostKeys: connection.hostKeys,
  identityFile: connection.identityFile,
  options: connection.options,
})

/** A folder in a project that is a nixpkgs by itself: it needs nothing beside it, so that it can be sent to a host. */
export const wholeNixpkgs = (folder: string): void => {
  const nixpkgs = join(folder, 'nixpkgs')
  cpSync(join(repository, 'fixtures', 'nixpkgs'), nixpkgs, { recursive: true })
  cpSync(join(repository, 'nix', 'lib'), join(nixpkgs, 'lib'), { recursive: true })
  cpSync(join(repository, 'test', 'nixos', 'bench', 'shims'), join(nixpkgs, 'shims'), { recursive: true })
  const base = join(nixpkgs, 'nixos', 'modules', 'base.nix')
  writeFileSync(base, readFileSync(base, 'utf8').replace('../../../../test/nixos/bench/shims', '../../shims'))
}

export const benchProject = (hosts: Readonly<Record<string, BenchHost>>): BenchProject => {
  const folder = deployProject(scratch(), 'bench')
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text)
  const targets = Object.entries(hosts).map(([name, host]) => [name, targetOf(host)])
  write('hosts.json', JSON.stringify(Object.fromEntries(targets)))
  return {
    folder,
    write,
    terrane: async (...args) => {
      const terminal = recordingTerminal(folder)
      const status = await runCommandLine(args, terminal, { compile: async () => compile })
      return { status, out: terminal.printed(), err: terminal.complained() }
    },
  }
}
