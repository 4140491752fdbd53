/** Starts terrane as a process of its own, for what only a process has: signals, a terminal, an end by force. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll } from 'vitest'

let folder = ''

/** Bundles it once a test file; to be called at the top level of one. */
export const bundleTerrane = (): void => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'terrane-bundle-'))
    await build({
      entryPoints: [fileURLToPath(new URL('./terrane-process.ts', import.meta.url))],
      outfile: join(folder, 'terrane.mjs'),
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      banner: {
        js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
      },
    })
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))
}

export const commandOf = (args: readonly string[]): readonly string[] => [
  process.execPath,
  join(folder, 'terrane.mjs'),
  ...args,
]

export interface RunningTerrane {
  readonly child: ChildProcess
  readonly ended: Promise<{ readonly status: number | null; readonly out: string; readonly err: string }>
}

export const startTerrane = (
  cwd: string,
  args: readonly string[],
  env: Readonly<Record<string, string>> = {},
): RunningTerrane => {
  const [program, ...rest] = commandOf(args)
  const child = spawn(program!, rest, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let out = ''
  let err = ''
  child.stdout.setEncoding('utf8').on('data', text => {
    out += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    err += text
  })
  return { child, ended: once(child, 'close').then(([status]) => ({ status, out, err })) }
}
