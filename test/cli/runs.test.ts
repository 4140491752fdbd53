import { readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { scratch } from '../support/scratch.js'
import { hasTerraform } from '../support/terraform.js'
import { eventsOf, terrane, writeEntry } from '../support/terrane.js'

const ajv = new Ajv2020.default({ formats: { 'date-time': true } })
const fitsRuns = ajv.compile(JSON.parse(readFileSync('schemas/runs.schema.json', 'utf8')))

const masked = (text: string): string =>
  text
    .replace(/\d{8}T\d+Z-\d+/g, '<run>')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\dZ/g, '<time>')
    .replace(/\b\d+s\b/g, '<seconds>')

const broken = {
  resource: {
    terraform_data: {
      first: {},
      broken: {
        provisioner: [{ 'local-exec': { command: 'false' } }],
        depends_on: ['terraform_data.first'],
      },
      after: { depends_on: ['terraform_data.broken'] },
    },
  },
}

describe.skipIf(!hasTerraform)('runs that are over', () => {
  it('are listed, and shown once more as they were', async () => {
    const here = scratch()
    writeEntry(here, { resource: { terraform_data: { a: {} } } })
    expect(await terrane(here, ['runs'])).toMatchObject({ status: 0, out: '' })
    await terrane(here, ['plan'])
    const applied = await terrane(here, ['apply', '--auto-approve'])
    const { out } = await terrane(here, ['runs'])
    expect(masked(out)).toMatchInlineSnapshot(`
      "<run>  plan   <time>  <seconds>  done
      <run>  apply  <time>  <seconds>  done
      "
    `)
    const listed = JSON.parse((await terrane(here, ['runs', '--json'])).out)
    expect(fitsRuns(listed)).toBe(true)
    const [plan, apply] = listed
    expect(plan).toMatchObject({ command: 'plan', state: 'ended', status: 0 })

    const followed = await terrane(here, ['follow'])
    expect(followed).toMatchObject({ status: 0, out: 'Done: 1 added, 0 changed, 0 destroyed.\n' })
    expect(applied.err).toContain(followed.err)
    expect(await terrane(here, ['follow', plan.id])).toMatchObject({ status: 0, out: 'The plan is done.\n' })
    const events = eventsOf(await terrane(here, ['follow', '--json', apply.id, '--workdir', here]))
    expect(events.map(({ type }) => type)).toContain('operation_end')
    expect(events.at(-1)).toMatchObject({ type: 'run_end', status: 0 })
  })

  it('that failed tell the same again, with the same exit status', async () => {
    const here = scratch()
    writeEntry(here, broken)
    const failed = await terrane(here, ['apply', '--auto-approve'])
    const followed = await terrane(here, ['follow'])
    expect(followed.status).toBe(failed.status)
    const report = (text: string) => masked(text.slice(text.indexOf('the apply failed')))
    expect(report(followed.err)).toBe(report(failed.err))
    expect(masked((await terrane(here, ['runs'])).out)).toContain('failed (exit status 1)')
  })

  it('can be missing', async () => {
    const here = scratch()
    writeEntry(here, {})
    const none = await terrane(here, ['follow'])
    expect(none.status).toBe(4)
    expect(none.err.replaceAll(here, '<here>')).toMatchInlineSnapshot(`
      "error[run-missing]: nothing has run in <here> yet
      "
    `)
    await terrane(here, ['plan'])
    const unknown = await terrane(here, ['follow', 'nonsense'])
    expect(unknown.err.replaceAll(here, '<here>')).toMatchInlineSnapshot(`
      "error[run-missing]: there is no run 'nonsense' in <here>
        hint: terrane runs lists them
      "
    `)
  })
})
