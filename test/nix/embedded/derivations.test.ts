import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { repository } from '../../support/nix.js'
import { hasNix, nixValue } from '../real/nix.js'
import { runEmbedded } from './run.js'

describe.skipIf(!hasNix)('derivations', () => {
  it('get the paths that the real Nix writes them to, whatever their strings refer to', async () => {
    const file = join(repository, 'fixtures/oracle/derivations.nix')
    const ours = await runEmbedded({ root: { file }, cwd: repository, format: 'json' })
    expect(ours).toMatchObject({ kind: 'value' })
    expect(JSON.parse((ours as { text: string }).text)).toEqual(
      nixValue(`import ${file}`, ['--read-write-mode']),
    )
  })
})
