import { chmodSync, existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { scratch } from '../support/scratch.js'
import { hasTerraform } from '../support/terraform.js'
import { eventsOf, terrane, writeEntry } from '../support/terrane.js'

const document = (value: string) => ({
  variable: { password: { default: 'hunter2', sensitive: true } },
  resource: {
    terraform_data: {
      kept: { input: 'same' },
      changed: { input: { size: value, tags: ['a', value] } },
      replaced: { triggers_replace: value },
      secret: { input: '${var.password}' },
    },
  },
  output: {
    size: { value: '${terraform_data.changed.output.size}' },
    password: { value: '${var.password}', sensitive: true },
  },
})

const stateOf = (folder: string) =>
  JSON.parse(readFileSync(`${folder}/terraform.tfstate`, 'utf8')) as {
    readonly resources: readonly {
      readonly name: string
      readonly instances: readonly { status?: string }[]
    }[]
  }

const filesBelow = (folder: string): readonly string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

describe.skipIf(!hasTerraform)('terrane apply with a real Terraform', () => {
  it('applies, changes, finds nothing to do, destroys', async () => {
    const here = scratch()
    writeEntry(here, document('small'))
    const created = await terrane(here, ['apply', '--auto-approve'])
    expect(created.status).toBe(0)
    expect(created.out).toMatchSnapshot('create')

    writeEntry(here, document('large'))
    const refused = await terrane(here, ['apply', '--auto-approve'])
    expect(refused.status).toBe(1)
    expect(refused.err).toMatchSnapshot('not allowed to replace')
    const changed = await terrane(here, ['apply', '--auto-approve', '--allow-destroy'])
    expect(changed.status).toBe(0)
    // The id is the only thing that Terraform makes up.
    expect(changed.out.replace(/"[0-9a-f-]{36}"/g, '"<id>"')).toMatchSnapshot('change')

    const again = await terrane(here, ['apply', '--auto-approve'])
    expect(again.status).toBe(0)
    expect(again.out).toMatchInlineSnapshot(`
      "Nothing to change.

      password = (sensitive)
      size     = "large"
      "
    `)

    const destroyed = await terrane(here, ['destroy', '--auto-approve'])
    expect(destroyed.status).toBe(0)
    expect(destroyed.out).toMatchSnapshot('destroy')
    expect(stateOf(here).resources).toEqual([])
    for (const { out, err } of [created, changed, destroyed]) expect(out + err).not.toContain('hunter2')
  })

  it('asks first, and takes only a yes for a yes', async () => {
    const here = scratch()
    writeEntry(here, document('small'))
    for (const answers of [['no'], ['y'], ['']]) {
      const declined = await terrane(here, ['apply'], answers)
      expect(declined.status).toBe(1)
      expect(declined.err).toContain('error[terraform-declined]: not applied: nothing was changed')
      expect(existsSync(`${here}/terraform.tfstate`)).toBe(false)
    }
    const approved = await terrane(here, ['apply'], ['yes'])
    expect(approved.questions).toEqual(["\nApply this plan? Only 'yes' is taken for a yes: "])
    expect(approved.status).toBe(0)
    const kept = await terrane(here, ['destroy'], ['no'])
    expect(kept.err).toContain('not destroyed: nothing was changed')
    expect(stateOf(here).resources).toHaveLength(4)
    // What there is nothing to ask about is not asked.
    expect((await terrane(here, ['apply'], [])).questions).toEqual([])
  })

  it('starts nothing where nobody can be asked', async () => {
    const here = scratch()
    writeEntry(here, document('small'))
    const { status, err } = await terrane(here, ['apply'])
    expect(status).toBe(4)
    expect(err).toMatchSnapshot()
    expect(readdirSync(here)).toEqual(['infra.nix', 'infra.nix.json'])
  })

  it('does not apply a plan that someone else has overtaken', async () => {
    const here = scratch()
    writeEntry(here, document('small'))
    await terrane(here, ['apply', '--auto-approve'])
    writeEntry(here, document('large'))
    const overtaken = await terrane(here, ['apply'], () => {
      const state = JSON.parse(readFileSync(`${here}/terraform.tfstate`, 'utf8'))
      writeFileSync(`${here}/terraform.tfstate`, JSON.stringify({ ...state, serial: state.serial + 1 }))
      return 'yes'
    })
    expect(overtaken.status).toBe(1)
    expect(overtaken.err.slice(overtaken.err.indexOf('error['))).toMatchSnapshot()
  })

  it('says what was done, what failed and what was not started', async () => {
    const here = scratch()
    writeEntry(here, {
      resource: {
        terraform_data: {
          first: {},
          broken: {
            provisioner: [{ 'local-exec': { command: 'echo no such luck; false' } }],
            depends_on: ['terraform_data.first'],
          },
          after: { depends_on: ['terraform_data.broken'] },
        },
      },
    })
    const { status, err } = await terrane(here, ['apply', '--auto-approve'])
    expect(status).toBe(1)
    expect(err.replace(/\b\d+s\b/g, '<seconds>')).toMatchSnapshot()
    expect(stateOf(here).resources.map(({ name }) => name)).toEqual(['broken', 'first'])
    const next = await terrane(here, ['plan'])
    expect(next.out).toContain('its last creation failed half-way')
  })

  it('leaves state, plans and records to their owner alone', async () => {
    const here = scratch()
    writeEntry(here, document('small'))
    await terrane(here, ['apply', '--auto-approve'])
    writeEntry(here, document('large'))
    await terrane(here, ['apply', '--auto-approve', '--allow-destroy'])
    const left = filesBelow(here).filter(path => /tfstate|tfplan|runs|\.terraform/.test(path))
    expect(left.filter(path => path.includes('tfstate'))).toHaveLength(2)
    expect(left.filter(path => path.includes('tfplan'))).toEqual([])
    for (const path of left) expect([path, statSync(path).mode & 0o077]).toEqual([path, 0])
  })

  it('takes a state that was there before from everyone but its owner', async () => {
    const here = scratch()
    writeEntry(here, document('small'))
    await terrane(here, ['apply', '--auto-approve'])
    chmodSync(`${here}/terraform.tfstate`, 0o644)
    await terrane(here, ['plan'])
    expect(statSync(`${here}/terraform.tfstate`).mode & 0o777).toBe(0o600)
  })

  it('prints events as lines of JSON, and nothing else, on standard output', async () => {
    const here = scratch()
    writeEntry(here, document('small'))
    const events = eventsOf(await terrane(here, ['apply', '--auto-approve', '--json']))
    expect(events.every(({ at }) => typeof at === 'number')).toBe(true)
    expect(new Set(events.map(({ type }) => type))).toEqual(
      new Set([
        'phase_start',
        'phase_end',
        'document_written',
        'terraform',
        'planned_change',
        'plan_summary',
        'plan_changes',
        'apply_estimate',
        'operation_start',
        'operation_end',
        'apply_summary',
        'outputs',
        'run_end',
      ]),
    )
    expect(events.filter(({ type }) => type === 'planned_change')).toHaveLength(4)
    expect(events.at(-1)).toMatchObject({ type: 'run_end', status: 0 })
    expect(JSON.stringify(events)).not.toContain('hunter2')

    const again = eventsOf(await terrane(here, ['apply', '--auto-approve', '--json']))
    expect(again.find(({ type }) => type === 'outputs')).toMatchObject({
      outputs: { size: { sensitive: false, value: 'small' }, password: { sensitive: true } },
    })
    expect(JSON.stringify(again)).not.toContain('hunter2')
  })

  it('a plan as events has the values before and after, but no secrets', async () => {
    const here = scratch()
    writeEntry(here, document('small'))
    await terrane(here, ['apply', '--auto-approve'])
    writeEntry(here, document('large'))
    const events = eventsOf(await terrane(here, ['plan', '--json']))
    const { resource_changes, output_changes } = events.find(({ type }) => type === 'plan_changes') as {
      resource_changes: readonly { address: string }[]
      output_changes: object
    }
    expect(resource_changes.map(({ address }) => address)).toEqual([
      'terraform_data.changed',
      'terraform_data.replaced',
    ])
    expect(resource_changes[0]).toMatchObject({
      change: {
        actions: ['update'],
        before: { input: { size: 'small', tags: ['a', 'small'] } },
        after: { input: { size: 'large', tags: ['a', 'large'] } },
        after_unknown: { output: true },
      },
    })
    expect(output_changes).toMatchObject({
      size: { actions: ['update'], before: 'small', after_unknown: true },
    })
    const first = scratch()
    writeEntry(first, document('small'))
    const all = JSON.stringify(eventsOf(await terrane(first, ['plan', '--json'])))
    expect(all).toContain('(sensitive)')
    expect(all).not.toContain('hunter2')
  })

  it('records each run and how it ended', async () => {
    const here = scratch()
    writeEntry(here, document('small'))
    await terrane(here, ['plan'])
    const [id] = readdirSync(`${here}/.terrane/runs`)
    const run = `${here}/.terrane/runs/${id}`
    expect(JSON.parse(readFileSync(`${run}/record.json`, 'utf8'))).toMatchObject({
      command: 'plan',
      status: 0,
    })
    expect(readdirSync(run).sort()).toEqual([
      'errors.txt',
      'events.jsonl',
      'exit-init',
      'exit-plan',
      'record.json',
    ])
    expect(existsSync(`${here}/.terrane/lock`)).toBe(false)
  })

  it('passes ephemeral variables to the apply too, which no saved plan holds', async () => {
    const here = scratch()
    writeEntry(here, {
      variable: { token: { ephemeral: true, type: 'string' }, size: { type: 'string' } },
      resource: { terraform_data: { one: { input: '${var.size}' } } },
    })
    const args = ['apply', '--auto-approve', '--var', 'token=t=1', '--var', 'size=big']
    expect(await terrane(here, args)).toMatchObject({ status: 0 })
  })
})
