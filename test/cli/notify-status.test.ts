import { expect, it } from 'vitest'
import { notifyStatus } from '../../src/cli/notify-status.js'
import { failure } from '../../src/contracts/diagnostic.js'

const settled = () => new Promise(resolve => setImmediate(resolve))

it('tells systemd of each phase in order, and of nothing else', async () => {
  const sent: string[] = []
  const emit = notifyStatus({ NOTIFY_SOCKET: '/run/systemd/notify' }, async (program, args) => {
    await settled()
    sent.push([program, ...args].join(' '))
    return { status: 0, stdout: '', stderr: '' }
  })
  emit({ type: 'phase_start', phase: 'plan', message: 'terraform plan' })
  emit({ type: 'phase_end', phase: 'plan', seconds: 1 })
  emit({ type: 'phase_start', phase: 'deploy', message: 'deploy a, b' })
  await settled()
  await settled()
  await settled()
  expect(sent).toEqual(['systemd-notify --status=terraform plan', 'systemd-notify --status=deploy a, b'])
})

it('is silent where systemd does not listen, and where there is nothing to tell it with', async () => {
  let asked = 0
  const missing = async () => {
    asked++
    throw failure('tool-missing', 'there is no systemd-notify')
  }
  const phase = { type: 'phase_start', phase: 'plan', message: 'plan' } as const
  notifyStatus({}, missing)(phase)
  await settled()
  expect(asked).toBe(0)
  notifyStatus({ NOTIFY_SOCKET: '@' }, missing)(phase)
  await settled()
  expect(asked).toBe(1)
})
