/** The examples that need no provider, in the hands of a real Terraform. */
import { spawnSync } from 'node:child_process'
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { hasTerraform, repository } from '../support/nix.js'

const outputsOf = {
  quickstart: {
    address: 'https://quickstart.example.org',
    network: '10.20.0.0/16',
    servers: ['web-1', 'web-2'],
  },
  modules: {
    address: 'example.org',
    servers: {
      database: 'database.example.org',
      'web-1': 'web-1.example.org',
      'web-2': 'web-2.example.org',
    },
  },
}

describe.skipIf(!hasTerraform).each(Object.entries(outputsOf))('the document of %s', (name, outputs) => {
  const folder = mkdtempSync(join(tmpdir(), 'terrane-example-'))
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  const terraform = (...args: string[]): string => {
    const run = spawnSync('terraform', args, {
      cwd: folder,
      encoding: 'utf8',
      env: { ...process.env, CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' },
    })
    if (run.status !== 0) throw new Error(run.stderr || run.stdout)
    return run.stdout
  }

  it('applies offline and puts out what it promises', () => {
    copyFileSync(join(repository, 'fixtures', 'examples', `${name}.tf.json`), join(folder, 'config.tf.json'))
    terraform('init', '-input=false')
    terraform('apply', '-input=false', '-auto-approve')

    const printed = JSON.parse(terraform('output', '-json')) as Record<string, { value: unknown }>
    const values = Object.fromEntries(Object.entries(printed).map(([key, { value }]) => [key, value]))
    expect(values).toEqual(outputs)
  })

  it('changes nothing the second time', () => {
    terraform('plan', '-input=false', '-detailed-exitcode')
  })
})
