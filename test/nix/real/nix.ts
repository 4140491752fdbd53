/** The real Nix, as an oracle for tests. Where it is not installed, tests that need it skip and say so. */
import { spawnSync } from 'node:child_process'

export { hasNix } from '../../support/nix.js'

const settings = [
  'experimental-features = nix-command flakes',
  'substituters =',
  'build-users-group =',
  'sandbox = false',
].join('\n')

export interface Ran {
  readonly status: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs one of Nix's programs without a substituter and without a sandbox. */
export const runNix = (program: string, args: readonly string[], input = ''): Ran => {
  const result = spawnSync(program, [...args], {
    input,
    encoding: 'utf8',
    maxBuffer: 1 << 30,
    env: { ...process.env, NIX_CONFIG: settings },
  })
  return { status: result.status, stdout: result.stdout ?? '', stderr: result.stderr ?? '' }
}

/** The value of an expression as data. Throws with Nix's own words where it fails. */
export const nixValue = (expression: string, options: readonly string[] = []): unknown => {
  const ran = runNix('nix-instantiate', ['--eval', '--strict', '--json', ...options, '-E', expression])
  if (ran.status !== 0) throw new Error(ran.stderr)
  return JSON.parse(ran.stdout)
}
