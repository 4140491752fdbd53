import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { appears, program } from '../support/programs.js'
import { scratch } from '../support/scratch.js'
import { hasTerraform } from '../support/terraform.js'
import { terrane, writeEntry } from '../support/terrane.js'
import { bundleTerrane, startTerrane } from '../support/terrane-as-process.js'

bundleTerrane()

/** `slow` says that it has started, and ends when the test lets it. */
const slowly = {
  resource: {
    terraform_data: {
      quick: {},
      slow: {
        depends_on: ['terraform_data.quick'],
        provisioner: [
          {
            'local-exec': {
              command: 'touch started; while [ ! -e go ]; do sleep 0.02; done; touch finished',
            },
          },
        ],
      },
      later: { depends_on: ['terraform_data.slow'] },
    },
  },
}

const state = (folder: string) =>
  JSON.parse(readFileSync(`${folder}/terraform.tfstate`, 'utf8')) as {
    readonly resources: readonly {
      readonly name: string
      readonly instances: readonly { status?: string }[]
    }[]
  }

/** Without what is different each time. */
const masked = (text: string, folder: string): string =>
  text
    .replaceAll(folder, '<here>')
    .replace(/process \d+/g, 'process <pid>')
    .replace(/\d{8}T\d+Z-\d+/g, '<run>')
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<time>')
    .replace(/by \S+ on \S+$/gm, 'by <user> on <host>')

const atWork = async () => {
  const folder = scratch()
  writeEntry(folder, slowly)
  const running = startTerrane(folder, ['apply', '--auto-approve', '--no-color'])
  await appears(`${folder}/started`)
  return { folder, ...running }
}

it('a second signal is not passed on: terrane ends, and what it started does not', async () => {
  const folder = scratch()
  writeEntry(folder, {})
  const careful = `if [ "$1" = version ]; then echo "OpenTofu v1.9.0"; exit; fi
    trap 'echo x >> interrupts' INT
    touch started
    while [ ! -e go ]; do sleep 0.01; done; touch done`
  const bin = ['--bin', program(folder, 'tofu', careful)]
  const { child, ended } = startTerrane(folder, ['init', ...bin])
  child.stderr?.on('data', text => {
    if (String(text).includes('please wait')) child.kill('SIGINT')
  })
  await appears(`${folder}/started`)
  child.kill('SIGINT')
  const { status, err } = await ended
  expect(status).toBe(130)
  expect(masked(err, folder)).toMatchSnapshot()
  const refused = await terrane(folder, ['init', ...bin])
  expect(refused.status).toBe(4)
  expect(masked(refused.err, folder)).toMatchSnapshot()
  writeFileSync(`${folder}/go`, '')
  await appears(`${folder}/done`)
  expect(readFileSync(`${folder}/interrupts`, 'utf8')).toBe('x\n')
})

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s while Nix evaluates: it is stopped, even if it would rather not',
  async signal => {
    const folder = scratch()
    const script = `trap '' INT TERM HUP; echo $$ > pid; touch started; while :; do sleep 0.05; done`
    program(folder, 'nix-instantiate', script)
    const { child, ended } = startTerrane(folder, ['eval', '--engine', 'nix', '-E', '1'], {
      PATH: `${folder}:${process.env.PATH}`,
    })
    await appears(`${folder}/started`)
    child.kill(signal)
    expect(await ended).toEqual({
      status: 130,
      out: '',
      err: "error[interrupted]: interrupted while 'nix-instantiate' was running\n",
    })
    expect(existsSync(`/proc/${readFileSync(`${folder}/pid`, 'utf8').trim()}`)).toBe(false)
  },
)

describe.skipIf(!hasTerraform)('a signal during an apply', () => {
  it('SIGINT: the state is saved, the lock released, the rest named', async () => {
    const signal = 'SIGINT'
    const { folder, child, ended } = await atWork()
    child.kill(signal)
    const { status, err } = await ended
    expect(status).toBe(130)
    expect(err).toMatch(
      new RegExp(`${signal}: process \\d+ is finishing what it has begun, and saves the state`),
    )
    expect(err.slice(err.indexOf('error['))).toMatchSnapshot()
    expect(state(folder).resources.map(({ name, instances }) => [name, instances[0]?.status])).toEqual([
      ['quick', undefined],
      ['slow', 'tainted'],
    ])
    expect(existsSync(`${folder}/.terraform.tfstate.lock.info`)).toBe(false)
    expect(existsSync(`${folder}/.terrane/lock`)).toBe(false)
    writeFileSync(`${folder}/go`, '')
    expect((await terrane(folder, ['apply', '--auto-approve'])).status).toBe(0)
  })

  it('SIGTERM: terrane ends, Terraform goes on to its end', async () => {
    const { folder, child, ended } = await atWork()
    child.kill('SIGTERM')
    const { status, err } = await ended
    expect(status).toBe(130)
    expect(masked(err.slice(err.indexOf('error[')), folder)).toMatchSnapshot()
    writeFileSync(`${folder}/go`, '')
    await appears(`${folder}/finished`)
    let next = await terrane(folder, ['plan'])
    while (next.status === 4) next = await terrane(folder, ['plan'])
    expect(next).toMatchObject({ status: 0, out: 'Nothing to change.\n' })
    expect(masked(next.err, folder)).toContain('the apply of <time> went on without terrane, and was done')
    expect((await terrane(folder, ['plan'])).err).not.toContain('went on without terrane')
  })

  it('closed standard output and error: the apply goes on to its end', async () => {
    const { folder, child, ended } = await atWork()
    child.stdout?.destroy()
    child.stderr?.destroy()
    writeFileSync(`${folder}/go`, '')
    expect((await ended).status).toBe(0)
    expect(state(folder).resources).toHaveLength(3)
  })

  it('SIGHUP: the apply goes on to its end, and terrane with it', async () => {
    const { folder, child, ended } = await atWork()
    child.kill('SIGHUP')
    writeFileSync(`${folder}/go`, '')
    expect((await ended).status).toBe(0)
    expect(state(folder).resources).toHaveLength(3)
  })

  it('SIGKILL of terrane: Terraform goes on alone, and keeps the folder locked meanwhile', async () => {
    const { folder, child, ended } = await atWork()
    child.kill('SIGKILL')
    await ended
    const refused = await terrane(folder, ['apply', '--auto-approve'])
    expect(refused.status).toBe(4)
    expect(refused.err).toContain('the terrane that ran apply is gone, but what it started')
    writeFileSync(`${folder}/go`, '')
    await appears(`${folder}/finished`)
    // The resource is saved some time after its provisioner has ended.
    let next = await terrane(folder, ['plan'])
    while (next.status === 4) next = await terrane(folder, ['plan'])
    expect(next).toMatchObject({ status: 0, out: 'Nothing to change.\n' })
  })
})
