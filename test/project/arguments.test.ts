import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { compileErrors } from '../support/compile.js'
import { hasNix } from '../support/nix.js'
import { scratch } from '../support/scratch.js'

it.each([['embedded', true] as const, ['nix', hasNix] as const])(
  'a syntax error in an --arg is at that argument, with the engine %s',
  async (engine, there) => {
    if (!there) return
    const file = join(scratch(), 'infra.nix')
    writeFileSync(file, '{ n, ... }: { locals.x = n; }\n')
    const [found] = await compileErrors(file, { engine, expressions: { n: '1 +' } })
    expect(found?.code).toBe('nix-syntax')
    expect(found?.labels[0]?.position).toEqual({ file: '«--arg n»', line: 1, column: 4 })
  },
)

it('a file that a module imports and that may not be read is not said to be missing', async () => {
  if (process.getuid?.() !== 0) return
  const here = scratch()
  writeFileSync(join(here, 'infra.nix'), '{ imports = [ ./x.nix ]; }\n')
  writeFileSync(join(here, 'x.nix'), '{ }\n', { mode: 0 })
  chmodSync(here, 0o755)
  process.seteuid?.(65534)
  try {
    const [found] = await compileErrors(join(here, 'infra.nix'), { engine: 'embedded', workFolder: here })
    expect(found?.message).toBe(`opening file '${here}/x.nix': Permission denied`)
    expect(found?.hint).toBeUndefined()
  } finally {
    process.seteuid?.(0)
  }
})
