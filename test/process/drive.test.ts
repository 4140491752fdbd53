import { EventEmitter } from 'node:events'
import { existsSync, readFileSync, rmSync, statSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { isAlive } from '../../src/process/alive.js'
import { describeExit } from '../../src/process/describe-exit.js'
import { type DriveOptions, drive } from '../../src/process/drive.js'
import { type Processes, readExit } from '../../src/process/guarded.js'
import { listenForInterruption } from '../../src/process/interruption.js'
import { complaint } from '../support/diagnostics.js'
import { appears, program } from '../support/programs.js'
import { scratch } from '../support/scratch.js'

const options = (folder: string, lines: string[] = []): DriveOptions => ({
  cwd: folder,
  output: `${folder}/out`,
  errors: `${folder}/err`,
  exit: `${folder}/exit`,
  onLine: line => lines.push(line),
})

it('hands on every line, also the last one without an end', async () => {
  const folder = scratch()
  const lines: string[] = []
  const path = program(folder, 'talk', "echo eins; printf 'zwei\\n\\ndr\\303\\244i'; echo no >&2; exit 7")
  expect(await drive(path, [], options(folder, lines))).toEqual({
    left: false,
    status: 7,
    interrupted: false,
  })
  expect(lines).toEqual(['eins', 'zwei', '', 'dräi'])
  expect(readFileSync(`${folder}/err`, 'utf8')).toBe('no\n')
})

it('hands on lines while the program runs', async () => {
  const folder = scratch()
  const path = program(folder, 'talk', 'echo first; while [ ! -e go ]; do sleep 0.01; done; echo last')
  const lines: string[] = []
  const go = program(folder, 'let-go', 'touch go')
  await drive(path, [], {
    ...options(folder),
    onLine: line => {
      lines.push(line)
      // The program ends only after its first line has arrived here.
      if (line === 'first') void drive(go, [], { ...options(folder), output: `${folder}/other` })
    },
  })
  expect(lines).toEqual(['first', 'last'])
})

it('appends to the files, and follows only what is new', async () => {
  const folder = scratch()
  const path = program(folder, 'talk', 'echo line $1')
  const lines: string[] = []
  await drive(path, ['1'], options(folder))
  await drive(path, ['2'], options(folder, lines))
  expect(lines).toEqual(['line 2'])
  expect(readFileSync(`${folder}/out`, 'utf8')).toBe('line 1\nline 2\n')
})

const careful = `trap 'echo int' INT
  trap 'echo term' TERM
  touch ready
  while [ ! -e go ]; do sleep 0.01; done
  echo saved
  touch saved`

it('passes on exactly one SIGINT and waits', async () => {
  const folder = scratch()
  const path = program(folder, 'careful', careful)
  const signals = new EventEmitter()
  const interruption = listenForInterruption(signals)
  const lines: string[] = []
  const interrupted: number[] = []
  const running = drive(path, [], {
    ...options(folder),
    interrupt: interruption.signal,
    onInterrupt: pid => interrupted.push(pid),
    again: interruption.again,
    onLine: line => {
      lines.push(line)
      if (line !== 'int') return
      signals.emit('SIGHUP', 'SIGHUP')
      program(folder, 'go', '')
    },
  })
  await appears(`${folder}/ready`)
  signals.emit('SIGTERM', 'SIGTERM')
  expect(await running).toEqual({ left: false, status: 0, interrupted: true })
  expect(lines).toEqual(['int', 'saved'])
  expect(interrupted).toHaveLength(1)
  interruption.stop()
  expect(signals.eventNames()).toEqual([])
})

it('leaves the program at work at the second signal, which it never sees', async () => {
  const folder = scratch()
  const path = program(folder, 'careful', careful)
  const signals = new EventEmitter()
  const interruption = listenForInterruption(signals)
  const running = drive(path, [], {
    ...options(folder),
    interrupt: interruption.signal,
    again: interruption.again,
    onLine: line => line === 'int' && signals.emit('SIGINT', 'SIGINT'),
  })
  await appears(`${folder}/ready`)
  signals.emit('SIGINT', 'SIGINT')
  const result = await running
  expect(result).toMatchObject({ left: true, interrupted: true })
  const { guard } = (result as { readonly processes: Processes }).processes
  expect(isAlive(guard)).toBe(true)
  expect(readExit(`${folder}/exit`)).toBeUndefined()
  program(folder, 'go', '')
  while (isAlive(guard)) await sleep(10)
  expect(readFileSync(`${folder}/out`, 'utf8')).toBe('int\nsaved\n')
  expect(readExit(`${folder}/exit`)).toEqual({ status: 0 })
})

it('leaves it at work, without a signal, where the reason is one to do so', async () => {
  const folder = scratch()
  const path = program(folder, 'careful', careful)
  const interrupt = new AbortController()
  const leaveAt = (reason: unknown) => reason === 'SIGTERM'
  const running = drive(path, [], { ...options(folder), interrupt: interrupt.signal, leaveAt })
  await appears(`${folder}/ready`)
  interrupt.abort('SIGTERM')
  expect(await running).toMatchObject({ left: true, interrupted: false })
  program(folder, 'go', '')
  await appears(`${folder}/saved`)
  expect(readFileSync(`${folder}/out`, 'utf8')).toBe('saved\n')
})

it('waits for a program whose guard was killed, and says that nobody saw how it ended', async () => {
  const folder = scratch()
  const path = program(folder, 'works', 'touch ready; while [ ! -e go ]; do sleep 0.01; done; echo saved')
  const lines: string[] = []
  let guard = 0
  const running = drive(path, [], {
    ...options(folder, lines),
    onStart: processes => {
      guard = processes.guard.pid
    },
  })
  await appears(`${folder}/ready`)
  process.kill(guard, 'SIGKILL')
  program(folder, 'go', '')
  expect(await running).toEqual({ left: false, status: undefined, interrupted: false })
  expect(lines).toEqual(['saved'])
})

it('tells the signal that ended the program', async () => {
  const folder = scratch()
  const path = program(folder, 'dies', 'kill -9 $$')
  expect(await drive(path, [], options(folder))).toEqual({
    left: false,
    status: 137,
    signal: 9,
    interrupted: false,
  })
  expect(describeExit({ status: 137, signal: 9 })).toBe('was ended by SIGKILL')
})

it('notes the processes before the program begins, and begins none that can not be noted', async () => {
  const folder = scratch()
  const path = program(folder, 'touch-it', 'echo $$; touch ran')
  const lines: string[] = []
  let noted = 0
  await drive(path, [], {
    ...options(folder, lines),
    onStart: ({ guard, program }) => {
      expect(isAlive(guard) && isAlive(program) && !existsSync(`${folder}/ran`)).toBe(true)
      noted = program.pid
    },
  })
  expect(lines).toEqual([String(noted)])

  rmSync(`${folder}/ran`)
  const full = () => {
    throw new Error('disk full')
  }
  await expect(drive(path, [], { ...options(folder), onStart: full })).rejects.toThrow('disk full')
  expect(existsSync(`${folder}/ran`)).toBe(false)
  expect(readExit(`${folder}/exit`)).toBeUndefined()
})

it('starts nothing when it was interrupted before', async () => {
  const folder = scratch()
  const path = program(folder, 'touch-it', 'touch ran')
  const interrupt = AbortSignal.abort('SIGINT')
  expect(await complaint(() => drive(path, [], { ...options(folder), interrupt }))).toBe(
    'error[interrupted]: interrupted\n',
  )
  expect(statSync(`${folder}/ran`, { throwIfNoEntry: false })).toBeUndefined()
})

it('gives the program a session of its own, no input, and umask 077', async () => {
  const folder = scratch()
  const path = program(
    folder,
    'look',
    'cut -d" " -f6 /proc/$$/stat; echo $PPID; umask; [ -e /proc/$$/fd/3 ] || [ -e /proc/$$/fd/5 ] || echo closed; cat; touch made',
  )
  const lines: string[] = []
  const before = process.umask()
  await drive(path, [], options(folder, lines))
  // The session is that of the guard, its parent.
  expect(lines[0]).toBe(lines[1])
  expect(lines[2]).toBe('0077')
  // What the guard has open is not for the program.
  expect(lines[3]).toBe('closed')
  expect(lines).toHaveLength(4)
  for (const name of ['made', 'out', 'err']) expect(statSync(`${folder}/${name}`).mode & 0o777).toBe(0o600)
  expect(process.umask()).toBe(before)
})

it('says that a program is missing', async () => {
  const folder = scratch()
  expect(await complaint(() => drive(`${folder}/tofu`, [], options(folder)), folder)).toMatchInlineSnapshot(`
    "error[tool-missing]: there is no program '<here>/tofu'
      hint: install OpenTofu (https://opentofu.org/docs/intro/install), or name the program with --bin PATH
    "
  `)
})
