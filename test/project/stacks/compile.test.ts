/** Stacks, compiled by both engines; and what is wrong with them, as a user reads it. */
import { cpSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runCommandLine } from '../../../src/cli/command-line.js'
import { hasNix, repository } from '../../support/nix.js'
import { recordingTerminal } from '../../support/recording-terminal.js'
import { scratch } from '../../support/scratch.js'

const engines = ['embedded', ...(hasNix ? ['nix'] : [])]

const example = (): string => {
  const folder = scratch()
  cpSync(join(repository, 'examples', 'stacks'), folder, { recursive: true })
  return folder
}

const run = async (folder: string, args: readonly string[], engine = 'embedded') => {
  const terminal = recordingTerminal(folder)
  const status = await runCommandLine([...args, '--engine', engine], terminal)
  // What has begun at the same time, in whatever order.
  const err = terminal.complained().replace(/^.*compile\n/gm, '')
  return { status, out: terminal.printed(), err: err.replaceAll(folder, '<here>') }
}

it('stacks are compiled each into its folder, with what they read of the others', async () => {
  for (const engine of engines) {
    const folder = example()
    const { status, err } = await run(folder, ['compile'], engine)
    expect(err).toBe(
      [
        'wrote stacks/app/config.tf.json (687 bytes)\n',
        'wrote stacks/monitoring/config.tf.json (115 bytes)\n',
        'wrote stacks/network/config.tf.json (274 bytes)\n',
      ].join(''),
    )
    expect(status).toBe(0)
    for (const name of ['app', 'monitoring', 'network'])
      expect(readFileSync(join(folder, 'stacks', name, 'config.tf.json'), 'utf8')).toBe(
        readFileSync(join(repository, 'fixtures', 'examples', `stacks-${name}.tf.json`), 'utf8'),
      )
    expect(existsSync(join(folder, 'config.tf.json'))).toBe(false)
  }
})

const wrong = (name: string, engine: string) => {
  const folder = scratch()
  cpSync(join(repository, 'fixtures', 'stacks', `${name}.nix`), join(folder, 'infra.nix'))
  return run(folder, ['compile'], engine)
}

it.each(['beside', 'broken', 'declarations', 'nested', 'promises', 'raw-reference'])(
  'stacks that are wrong are told: %s',
  async name => {
    const { status, err } = await wrong(name, 'embedded')
    expect(status).toBe(3)
    expect(err).toMatchSnapshot()
  },
)

it.each(['cycle', 'unknown-output', 'unknown-stack'])(
  'stacks that are wrong are told by all engines alike: %s',
  async name => {
    const told = await Promise.all(engines.map(engine => wrong(name, engine)))
    expect(told[0]!.err).toMatchSnapshot()
    for (const one of told) expect(one).toEqual(told[0])
  },
)

it('one stack is not taken for a project, nor a project for a stack', async () => {
  const folder = example()
  await run(folder, ['compile'])
  const one = await run(folder, ['compile', '--stack', 'app', '-o', '-'])
  expect(one.out).toBe(readFileSync(join(folder, 'stacks', 'app', 'config.tf.json'), 'utf8'))

  const unspecified = await run(folder, ['init'])
  expect(unspecified.status).toBe(64)
  expect(unspecified.err).toMatchSnapshot('one of them')
  expect((await run(folder, ['why', 'resource.terraform_data'])).err).toMatchSnapshot('why')
  expect((await run(folder, ['compile', '--stack', 'ap'])).err).toMatchSnapshot('unknown')
  const quickstart = ['-f', join(repository, 'examples', 'quickstart')]
  expect((await run(folder, ['compile', '--stack', 'app', '-o', '-', ...quickstart])).err).toMatchSnapshot(
    'no stacks',
  )
})
