/**
 * What may happen in the midst of an apply, with the built command, a real Terraform, and a provider that knows what it
 * has made: nothing is lost, nothing stays locked without a word, the report is true, and the next apply goes on.
 */
import { execFileSync } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { appears } from '../support/programs.js'
import { hasTerraform } from '../support/terraform.js'
import {
  atWork,
  converge,
  listed,
  locks,
  names,
  quick,
  type SlowApply,
  standing,
  startSlowApply,
  terrane,
} from './slow-apply.js'

const all = [...names].sort()

/** One that is made early, one that is made late. */
const broken = ['key-1', 'key-9']

/** The apply that nobody waits for any more is followed to its end; then it is as if nothing had happened. */
const goesOnAlone = async (run: SlowApply) => {
  const refused = await terrane(run, 'plan', '--engine', 'embedded')
  expect(refused.status).toBe(4)
  expect(refused.err).toContain(`still works in ${run.folder}`)
  expect(refused.err).toMatch(/since \d{4}-\d\d-\d\dT[\d:.]+Z, by \S+ on \S+/)
  expect(refused.err).toContain(`terrane follow --workdir ${run.folder}`)
  expect((await terrane(run, 'runs')).out).toMatch(/goes on without terrane: terraform apply \(process \d+\)/)

  const following = terrane(run, 'follow')
  run.release()
  const followed = await following
  expect(followed.status).toBe(0)
  expect(followed.out).toBe('Done: 20 added, 0 changed, 0 destroyed.\n')
  for (const name of names)
    expect(followed.err).toContain(`hcloud_ssh_key.${name.replace('key-', 'k')}: created in`)
  expect(standing(run)).toEqual({ state: all, cloud: all })
  expect((await terrane(run, 'runs')).out).toContain('done, without terrane')
  const next = await converge(run)
  expect(next).toMatch(/warning\[run-unattended\]: the apply of \S+ went on without terrane, and was done/)
  expect(locks(run)).toEqual([])
}

/** It has stopped in order: what was begun is finished, and the report says what is where. */
const stoppedInOrder = async (run: SlowApply, err: string) => {
  const { state, cloud } = standing(run)
  expect(state).toEqual(cloud)
  expect(state.length).toBeGreaterThanOrEqual(5)
  expect(state.length).toBeLessThan(20)
  expect(listed(err, 'done')).toEqual(state)
  expect([...listed(err, 'not started'), ...listed(err, 'failed or incomplete'), ...state].sort()).toEqual(
    all,
  )
  expect(err).toContain(`${state.length} of 20 resources were done`)
  await converge(run)
  expect(locks(run)).toEqual([])
  expect(standing(run)).toEqual({ state: all, cloud: all })
}

if (!hasTerraform) console.warn('terraform is missing: faults in the midst of an apply are not tried')

describe.skipIf(!hasTerraform).concurrent('in the midst of an apply', { timeout: 120_000 }, () => {
  it('Ctrl-C: what was begun is finished, the rest is named', async () => {
    const run = await startSlowApply()
    run.child.kill('SIGINT')
    while (!run.err().includes('please wait')) await sleep(5)
    run.release()
    const { status, err } = await run.ended
    expect(status).toBe(130)
    expect(locks(run)).toEqual([])
    await stoppedInOrder(run, err)
  })

  it('Ctrl-C twice: Terraform gets one of them and finishes what it has begun, without terrane', async () => {
    const run = await startSlowApply()
    run.child.kill('SIGINT')
    while (!run.err().includes('please wait')) await sleep(5)
    run.child.kill('SIGINT')
    const { status, err } = await run.ended
    expect(status).toBe(130)
    expect(err).toMatch(
      /error\[detached\]: terraform apply \(process \d+\) finishes what it has begun without terrane/,
    )
    expect((await terrane(run, 'runs')).out).toContain('goes on without terrane')
    const following = terrane(run, 'follow')
    run.release()
    const followed = await following
    expect(followed.status).toBe(130)
    await stoppedInOrder(run, followed.err)
  })

  it.each(['SIGTERM', 'SIGKILL'] as const)('%s of terrane: the apply goes on to its end', async signal => {
    const run = await startSlowApply()
    run.child.kill(signal)
    await run.ended
    await goesOnAlone(run)
  })

  it('SIGHUP: terrane stays, and the apply goes on to its end', async () => {
    const run = await startSlowApply()
    run.child.kill('SIGHUP')
    run.release()
    expect(await run.ended).toMatchObject({ status: 0 })
    expect(standing(run)).toEqual({ state: all, cloud: all })
    expect(locks(run)).toEqual([])
    await converge(run)
  })

  it('a terminal that is closed: the apply goes on to its end', async () => {
    const run = await startSlowApply({ within: command => ['script', '-qec', command, '/dev/null'] })
    // The other side of the terminal is gone.
    run.child.kill('SIGKILL')
    run.release()
    const followed = await terrane(run, 'follow')
    expect(followed).toMatchObject({ status: 0, out: 'Done: 20 added, 0 changed, 0 destroyed.\n' })
    expect(standing(run)).toEqual({ state: all, cloud: all })
    while (locks(run).length > 0) await sleep(10)
    await converge(run)
  })

  it('a provider that fails: what failed and what was skipped is named', async () => {
    const run = await startSlowApply({ broken })
    run.release()
    const { status, err } = await run.ended
    expect(status).toBe(1)
    const { state, cloud } = standing(run)
    expect(state).toEqual(cloud)
    expect(listed(err, 'done')).toEqual(state)
    expect(err).toContain('no room')
    expect([...listed(err, 'failed or incomplete'), ...listed(err, 'not started'), ...state].sort()).toEqual(
      all,
    )
    run.mend()
    await converge(run)
    expect(standing(run)).toEqual({ state: all, cloud: all })
  })

  it('Terraform killed: what it was making, and perhaps has made, is named', async () => {
    const run = await startSlowApply()
    process.kill(atWork(run)[1]!, 'SIGKILL')
    const { status, err } = await run.ended
    expect(status).toBe(1)
    expect(err).toMatch(
      /error\[terraform-failed\]: terraform apply was ended by SIGKILL: \d+ of 20 resources were done/,
    )
    // The provider finishes what it was asked for.
    run.release()
    while (run.providers.cloud.list().length < quick + 4) await sleep(10)
    const { state, cloud } = standing(run)
    expect(listed(err, 'done')).toEqual(state)
    expect(cloud).toHaveLength(state.length + 4)
    const begun = listed(err, 'begun, and perhaps there without being in the state')
    expect(begun).toEqual(expect.arrayContaining(cloud.filter(name => !state.includes(name))))
    expect(err).toContain('terrane tf -- import ADDRESS ID')
    await converge(run)
    expect(standing(run).state).toEqual(all)
    expect(locks(run)).toEqual([])
  })

  it('Terraform and its guard killed, and terrane before: it is said that nobody knows', async () => {
    const run = await startSlowApply()
    const [guard, terraform] = atWork(run)
    run.child.kill('SIGKILL')
    await run.ended
    process.kill(guard!, 'SIGKILL')
    process.kill(terraform!, 'SIGKILL')
    run.release()
    const followed = await terrane(run, 'follow')
    expect(followed.status).toBe(1)
    expect(followed.err).toContain('perhaps there without being in the state')
    expect(await converge(run)).toContain('went on without terrane, and nobody saw how it ended')
    expect(standing(run).state).toEqual(all)
  })

  it.skipIf(!canMount())(
    'a full disk for the events: nothing is lost, and what is not known is said',
    async () => {
      const run = await startSlowApply({ within: onSmallDisk })
      await isFull(run)
      run.release()
      const { status, err, out } = await run.ended
      expect(standing(run)).toEqual({ state: all, cloud: all })
      expect(err).toContain('not all of it could be written down')
      expect(out).toContain('Done: 20 added, 0 changed, 0 destroyed.')
      expect(status).toBe(0)
      expect(locks(run)).toEqual([])
      await converge(run)
    },
  )

  it.skipIf(!canMount())('a full disk and a failure: the state tells what was done', async () => {
    const run = await startSlowApply({ within: onSmallDisk, broken })
    await isFull(run)
    run.release()
    const { status, err } = await run.ended
    expect(status).toBe(1)
    const { state, cloud } = standing(run)
    expect(state).toEqual(cloud)
    expect(listed(err, 'done')).toEqual(state)
    run.mend()
    await converge(run)
    expect(standing(run)).toEqual({ state: all, cloud: all })
  })
})

/** The folder of the runs on a disk of its own, which something else fills when the apply has begun. */
function onSmallDisk(command: string): readonly [string, ...string[]] {
  const script = `
    mkdir -p .terrane/runs && mount -t tmpfs -o size=128k none .terrane/runs
    ( until grep -qs apply_start .terrane/runs/*/events.jsonl; do sleep 0.02; done
      cat /dev/zero > .terrane/runs/zeros; touch full ) 2>/dev/null &
    ${command}`
  return ['unshare', '-m', '/bin/sh', '-c', script]
}

async function isFull({ folder }: SlowApply): Promise<void> {
  await appears(`${folder}/full`)
}

function canMount(): boolean {
  try {
    execFileSync('unshare', ['-m', 'mount', '-t', 'tmpfs', 'none', '/mnt'], { stdio: 'ignore' })
    return true
  } catch {
    console.warn('file systems can not be mounted here: a full disk is not tried')
    return false
  }
}
