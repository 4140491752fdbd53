import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { misfit } from '../support/events.js'
import { scratch } from '../support/scratch.js'
import { hasTerraform } from '../support/terraform.js'
import { writeEntry } from '../support/terrane.js'
import { bundleTerrane, commandOf, startTerrane } from '../support/terrane-as-process.js'

bundleTerrane()

const document = (input: string) => ({ resource: { terraform_data: { a: { input } } } })

const watched = (folder: string, args: readonly string[] = []) => {
  const running = startTerrane(folder, ['watch', ...args])
  let seen = ''
  const listen = (text: string) => {
    seen += text
  }
  running.child.stderr?.on('data', listen)
  running.child.stdout?.on('data', listen)
  const says = async (text: string): Promise<string> => {
    while (!seen.includes(text)) await sleep(10)
    const all = seen
    seen = ''
    return all
  }
  return { ...running, says }
}

describe('terrane watch', () => {
  it('checks again when something is saved, in new folders too, and says what is wrong', async () => {
    const here = scratch()
    writeEntry(here, document('one'))
    const { child, ended, says } = watched(here)
    await says('ok')
    rmSync(`${here}/infra.nix`)
    expect(await says('wrong')).toContain('error[entry-missing]')
    writeEntry(here, document('two'))
    await says('ok')
    expect(readFileSync(`${here}/config.tf.json`, 'utf8')).toContain('"two"')
    mkdirSync(`${here}/modules`)
    await says('ok')
    writeFileSync(`${here}/modules/new.nix`, '{ }')
    await says('ok')
    child.kill('SIGTERM')
    expect((await ended).status).toBe(130)
  })

  it('does not answer to what it or Terraform writes', async () => {
    const here = scratch()
    writeEntry(here, document('one'))
    const { child, ended, says } = watched(here)
    await says('ok')
    writeFileSync(`${here}/terraform.tfstate`, '{}')
    mkdirSync(`${here}/.terraform/providers`, { recursive: true })
    writeFileSync(`${here}/.infra.nix.swp`, '')
    await sleep(150)
    child.kill('SIGINT')
    const { err } = await ended
    expect(err.match(/ok/g)).toHaveLength(1)
  })

  it('tells events as lines of JSON', async () => {
    const here = scratch()
    writeEntry(here, document('one'))
    const { child, ended, says } = watched(here, ['--json'])
    await says('"checked"')
    child.kill('SIGINT')
    const events = (await ended).out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line))
    expect(events.map(misfit).filter(wrong => wrong !== undefined)).toEqual([])
    expect(events.at(-1)).toMatchObject({ type: 'checked', ok: true })
  })

  it.skipIf(!hasTerraform)('plans when p is pressed, and ends with q', async () => {
    const here = scratch()
    writeEntry(here, document('one'))
    const command = commandOf(['watch', '--no-color']).join(' ')
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      cwd: here,
      stdio: ['pipe', 'pipe', 'inherit'],
    })
    let seen = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      seen += text
    })
    const says = async (text: string) => {
      while (!seen.includes(text)) await sleep(10)
    }
    await says('ok')
    child.stdin.write('p')
    await says('Plan: 1 to add, 0 to change, 0 to destroy.')
    child.stdin.write('q')
    expect((await once(child, 'exit'))[0]).toBe(0)
  })
})
