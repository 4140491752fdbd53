import { EventEmitter } from 'node:events'
import { readFileSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { type DriveOptions, drive } from '../../src/process/drive.js'
import { listenForInterruption } from '../../src/process/interruption.js'
import { complaint } from '../support/diagnostics.js'
import { appears, program } from '../support/programs.js'
import { scratch } from '../support/scratch.js'

const options = (folder: string, lines: string[] = []): DriveOptions => ({
  cwd: folder,
  output: `${folder}/out`,
  errors: `${folder}/err`,
  onLine: line => lines.push(line),
})

it('hands on every line, also the last one without an end', async () => {
  const folder = scratch()
  const lines: string[] = []
  const path = program(folder, 'talk', "echo eins; printf 'zwei\\n\\ndr\\303\\244i'; echo no >&2; exit 7")
  expect(await drive(path, [], options(folder, lines))).toEqual({ status: 7, interrupted: false })
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

it('passes on exactly one SIGINT and waits, however often it is asked', async () => {
  const folder = scratch()
  const path = program(
    folder,
    'careful',
    `trap 'echo int' INT
     trap 'echo term' TERM
     touch ready
     while [ ! -e go ]; do sleep 0.01; done
     echo saved`,
  )
  const signals = new EventEmitter()
  const again: number[] = []
  const interruption = listenForInterruption(signals)
  const lines: string[] = []
  const interrupted: number[] = []
  const running = drive(path, [], {
    ...options(folder),
    interrupt: interruption.signal,
    onInterrupt: pid => interrupted.push(pid),
    again: interruption.again,
    onAgain: pid => again.push(pid),
    onLine: line => {
      lines.push(line)
      if (line !== 'int') return
      signals.emit('SIGINT', 'SIGINT')
      signals.emit('SIGTERM', 'SIGTERM')
      signals.emit('SIGHUP', 'SIGHUP')
      program(folder, 'go', '')
    },
  })
  await appears(`${folder}/ready`)
  signals.emit('SIGTERM', 'SIGTERM')
  expect(await running).toEqual({ status: 0, interrupted: true })
  expect(lines).toEqual(['int', 'saved'])
  expect(interrupted).toHaveLength(1)
  expect(again).toEqual(interrupted)
  expect(interruption.again.reason).toBe('SIGINT')
  interruption.stop()
  expect(signals.eventNames()).toEqual([])
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
    'cut -d" " -f6 /proc/$$/stat || ps -o sess= -p $$; echo $$; umask; cat; touch made',
  )
  const lines: string[] = []
  const before = process.umask()
  await drive(path, [], options(folder, lines))
  expect(lines[0]).toBe(lines[1])
  expect(lines[2]).toBe('0077')
  expect(lines).toHaveLength(3)
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
