/** Systems to deploy: derivations that look like NixOS from outside. */
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export interface SystemOptions {
  /** Part of its name. */
  readonly label: string
  /** Shell commands of its activation, before /run/current-system moves. `exit N` ends it; `activate` moves it early. */
  readonly onTest?: string
  /** Shell commands of its bootloader installation. */
  readonly onBoot?: string
  /** Bytes that compress badly. */
  readonly extra?: number
}

const built = new Map<string, string>()

/** Builds a system in the local store and gives its path. */
export const system = ({ label, onTest = ':', onBoot = ':', extra = 0 }: SystemOptions): string => {
  const key = JSON.stringify([label, onTest, onBoot, extra])
  const known = built.get(key)
  if (known !== undefined) return known
  const path = execFileSync(
    'nix-build',
    [
      join(import.meta.dirname, 'system.nix'),
      '--no-out-link',
      ...['--argstr', 'label', label, '--argstr', 'onTest', onTest, '--argstr', 'onBoot', onBoot],
      ...['--argstr', 'extra', String(extra)],
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] },
  ).trim()
  built.set(key, path)
  return path
}
