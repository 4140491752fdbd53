/** Which operations are slow or fail. */
import { describe, expect, it } from 'vitest'
import { type Operation, Refusal } from '../../../src/provider/behaviour.js'
import { all, failing, type Match, slow } from '../../../src/provider/behaviours/faults.js'

const operation: Operation = {
  provider: 'hashicorp/aws',
  settings: {},
  action: 'create',
  type: 'aws_instance',
  prior: { name: 'old', size: 1 },
  planned: { name: 'new', ports: [22] },
}

const fails = async (match: Match, each: Operation = operation): Promise<boolean> =>
  failing(
    match,
    'No',
  )(each).then(
    () => false,
    () => true,
  )

describe('an operation is matched', () => {
  it.each<[string, Match, boolean]>([
    ['by nothing in particular', {}, true],
    ['by its action', { action: 'create' }, true],
    ['not by another action', { action: 'delete' }, false],
    ['by its type', { type: 'aws_instance' }, true],
    ['not by another type', { type: 'aws_vpc' }, false],
    ['by what is planned', { where: { name: 'new', ports: [22] } }, true],
    ['not by what it was before, if that changes', { where: { name: 'old' } }, false],
    ['by what it was before, if nothing else is said', { where: { size: 1 } }, true],
  ])('%s', async (_, match, matched) => {
    expect(await fails(match)).toBe(matched)
  })
})

it('fails at the nth only', async () => {
  const fault = failing({ action: 'create', nth: 2 }, 'No')
  await fault(operation)
  await fault({ ...operation, action: 'read' })
  await expect(fault(operation)).rejects.toThrow('No')
  await fault(operation)
})

it('fails with what Terraform shall report', async () => {
  const fault = failing({}, 'No', { detail: 'because', attribute: 'a.0', partial: true })
  await expect(fault(operation)).rejects.toThrow(Refusal)
  await expect(fault(operation)).rejects.toMatchObject({ detail: 'because', attribute: 'a.0', partial: true })
})

it('lets operations take their time', async () => {
  const started = performance.now()
  await slow(50, { action: 'create' })(operation)
  expect(performance.now() - started).toBeGreaterThanOrEqual(45)
})

it('goes from one fault to the next, and no further than the first failure', async () => {
  const met: string[] = []
  const note = (name: string) => async () => {
    met.push(name)
  }
  await expect(all(note('a'), failing({}, 'No'), note('b'))(operation)).rejects.toThrow('No')
  expect(met).toEqual(['a'])
})
