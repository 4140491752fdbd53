import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, existsSync, openSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { scratch } from '../support/scratch.js'
import { hasTerraform } from '../support/terraform.js'
import { writeEntry } from '../support/terrane.js'
import { bundleTerrane, commandOf } from '../support/terrane-as-process.js'

bundleTerrane()

const hasScript = (() => {
  try {
    execFileSync('script', ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    console.warn("util-linux' script is not on PATH: tests on a terminal are skipped")
    return false
  }
})()

/** Runs terrane on a terminal of its own; `type` answers what it sees. */
const onTerminal = async (
  cwd: string,
  args: readonly string[],
  type: (seen: string) => string | undefined,
): Promise<{ readonly status: number; readonly seen: string }> => {
  const line = commandOf(args)
    .map(arg => `'${arg}'`)
    .join(' ')
  const env = { ...process.env, TERM: 'xterm', CI: '', NO_COLOR: '' }
  const child = spawn('script', ['-qefc', line, '/dev/null'], {
    cwd,
    env,
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let seen = ''
  let answered = false
  child.stdout.setEncoding('utf8').on('data', text => {
    seen += text
    const answer = answered ? undefined : type(seen)
    if (answer === undefined) return
    answered = true
    child.stdin.write(answer)
  })
  const [status] = (await once(child, 'close')) as [number]
  return { status, seen }
}

describe.skipIf(!hasTerraform || !hasScript)('on a terminal', () => {
  const entry = () => {
    const folder = scratch()
    writeEntry(folder, { resource: { terraform_data: { one: {}, two: {} } } })
    return folder
  }

  it('asks, applies after a yes, and shows on one line what goes on', async () => {
    const folder = entry()
    const { status, seen } = await onTerminal(folder, ['apply'], text =>
      text.includes('for a yes: ') ? 'yes\n' : undefined,
    )
    expect(status).toBe(0)
    expect(seen).toContain('planning')
    expect(seen).toContain('\r\u001b[2K')
    expect(seen).toContain('\u001b[32mcreated\u001b[0m')
    expect(seen).toContain('Done: 2 added, 0 changed, 0 destroyed.')
  })

  it.each([
    ['Ctrl-C', '\u0003', 130, 'interrupted: nothing was changed'],
    ['Ctrl-D', '\u0004', 1, 'not applied: nothing was changed'],
  ])('takes %s at the question for a no', async (_, key, expected, message) => {
    const folder = entry()
    const { status, seen } = await onTerminal(folder, ['apply'], text =>
      text.includes('for a yes: ') ? key : undefined,
    )
    expect(status).toBe(expected)
    expect(seen).toContain(message)
    expect(existsSync(`${folder}/terraform.tfstate`)).toBe(false)
    expect(existsSync(`${folder}/.terrane/lock`)).toBe(false)
  })

  it('does not ask where TF_INPUT forbids it', async () => {
    process.env.TF_INPUT = '0'
    try {
      const { status, seen } = await onTerminal(entry(), ['apply'], () => undefined)
      expect({ status, asked: seen.includes('for a yes') }).toEqual({ status: 4, asked: false })
    } finally {
      delete process.env.TF_INPUT
    }
  })

  it('passes one Ctrl-C on during an apply', async () => {
    const folder = scratch()
    writeEntry(folder, {
      resource: {
        terraform_data: { slow: { provisioner: [{ 'local-exec': { command: 'echo begun; sleep 1000' } }] } },
      },
    })
    const { status, seen } = await onTerminal(folder, ['apply', '--auto-approve'], text =>
      text.includes('slow: begun') ? '\u0003' : undefined,
    )
    expect(status).toBe(130)
    expect(seen).toContain('is finishing what it has begun, and saves the state; please wait')
    expect(seen).not.toContain('Two interrupts received')
  })

  it("gives the terminal to Terraform's own commands", async () => {
    const folder = entry()
    const { status, seen } = await onTerminal(folder, ['tf', '--', 'console'], text =>
      text.includes('> ') ? '6 * 7\nexit\n' : undefined,
    )
    expect(status).toBe(0)
    expect(seen).toContain('42')
  })
})

describe.skipIf(!existsSync('/dev/full'))('standard output that is full', () => {
  it.each([['--help'], ['compile', '-o', '-'], ['eval', '-E', '1', '--engine', 'embedded']])(
    'terrane %s: what is lost is a failure',
    async (...args) => {
      const folder = scratch()
      writeEntry(folder, { locals: { a: 1 } })
      const full = openSync('/dev/full', 'w')
      const [program, ...rest] = commandOf(args)
      const child = spawn(program!, rest, { cwd: folder, stdio: ['ignore', full, 'pipe'] })
      let err = ''
      child.stderr!.setEncoding('utf8').on('data', text => {
        err += text
      })
      const [status] = (await once(child, 'close')) as [number]
      closeSync(full)
      expect({ status, err: err.replace('compile\n', '') }).toEqual({
        status: 4,
        err: "error[file-access]: can't write standard output: no space left on the device\n",
      })
    },
  )

  it('a reader that wants no more is no failure', async () => {
    const folder = scratch()
    writeEntry(folder, { locals: { a: 'x'.repeat(1_000_000) } })
    const [program, ...rest] = commandOf(['compile', '-o', '-'])
    const child = spawn(program!, rest, { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] })
    child.stdout!.destroy()
    expect(await once(child, 'close')).toEqual([0, null])
  })
})
