import { describe, expect, it } from 'vitest'
import { run as throughExeca } from '../../src/process/run.js'
import { runDirectly } from '../../src/process/run-directly.js'
import { complaint } from '../support/diagnostics.js'
import { appears, program } from '../support/programs.js'
import { scratch } from '../support/scratch.js'

describe.each([
  ['through execa', throughExeca],
  ['directly', runDirectly],
])('a program that is run %s', (_how, run) => {
  it('returns what a program prints and its exit status', async () => {
    const path = program(scratch(), 'talk', 'echo out; echo err >&2; exit 3')
    expect(await run(path, [])).toEqual({ status: 3, stdout: 'out\n', stderr: 'err\n' })
  })

  it('passes arguments as they are: no shell reads them', async () => {
    const path = program(scratch(), 'print', `printf '%s|' "$@"`)
    const args = ['a b', '$(id)', '`id`', '; rm x', '', '*']
    expect((await run(path, args)).stdout).toBe('a b|$(id)|`id`|; rm x||*|')
  })

  it('gives the input, and none when there is none', async () => {
    const path = program(scratch(), 'repeat', 'cat')
    expect((await run(path, [], { input: 'text' })).stdout).toBe('text')
    expect((await run(path, [])).stdout).toBe('')
  })

  it('does not mind a program that leaves its input unread', async () => {
    const path = program(scratch(), 'deaf', 'exec 0<&-; exit 0')
    expect((await run(path, [], { input: 'x'.repeat(10_000_000) })).status).toBe(0)
  })

  it('adds to the environment, and removes from it', async () => {
    process.env.TERRANE_TEST_GONE = 'here'
    const path = program(scratch(), 'show', 'echo "$TERRANE_TEST_NEW:${TERRANE_TEST_GONE-unset}"')
    const env = { TERRANE_TEST_NEW: 'new', TERRANE_TEST_GONE: undefined }
    expect((await run(path, [], { env })).stdout).toBe('new:unset\n')
  })

  it('takes 128 for the status of a program that a signal ended', async () => {
    expect((await run(program(scratch(), 'die', 'kill -9 $$'), [])).status).toBe(128)
  })

  it('stops a program when it is interrupted', async () => {
    const folder = scratch()
    const path = program(folder, 'wait', 'touch started; exec sleep 1000')
    const controller = new AbortController()
    const running = complaint(() => run(path, [], { cwd: folder, signal: controller.signal }))
    await appears(`${folder}/started`)
    controller.abort()
    expect(await running).toBe(`error[interrupted]: interrupted while '${path}' was running\n`)
  })

  it('says where to get a program that is missing', async () => {
    expect(await complaint(() => run('terrane-no-such-program', []))).toMatchInlineSnapshot(`
    "error[tool-missing]: there is no program 'terrane-no-such-program' on PATH
      hint: install terrane-no-such-program so that it is on PATH
    "
  `)
    const path = process.env.PATH
    process.env.PATH = scratch()
    try {
      expect(await complaint(() => run('nix', []))).toMatchInlineSnapshot(`
      "error[tool-missing]: there is no program 'nix' on PATH
        hint: install Nix (https://nixos.org/download), or evaluate without it: --engine embedded
      "
    `)
    } finally {
      process.env.PATH = path
    }
  })

  it('tells a missing folder and a file that is no program from a missing program', async () => {
    const folder = scratch()
    expect(await complaint(() => run('ls', [], { cwd: `${folder}/gone` }), folder)).toMatchInlineSnapshot(`
    "error[file-access]: the folder <here>/gone, where 'ls' should run, does not exist
    "
  `)
    expect(await complaint(() => run(folder, []), folder)).toMatchInlineSnapshot(`
    "error[tool-missing]: the program '<here>' could not be started: it is not executable
    "
  `)
  })
})
