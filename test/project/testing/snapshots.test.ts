import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  openSnapshots,
  parseSnapshots,
  renderSnapshots,
  snapshotFile,
  takeSnapshot,
  writeSnapshots,
} from '../../../src/project/testing/snapshots.js'
import { complaint } from '../../support/diagnostics.js'
import { scratch } from '../../support/scratch.js'

describe('a file of snapshots', () => {
  it('is read as it was written, whatever the names and values are', () => {
    const snapshots = new Map([
      ['b', '{\n  "a": "=== no headline"\n}\n'],
      ['a\nb\\n', '[]\n'],
      ['=== c', '"x"\n'],
    ])
    const text = renderSnapshots(snapshots)
    expect(new Map(parseSnapshots(text, 'x.snap'))).toEqual(snapshots)
    expect(renderSnapshots(parseSnapshots(text, 'x.snap'))).toBe(text)
    expect(text).toMatch(/^# Written by `terrane test`/)
  })

  it('survives the line ends of another system', () => {
    const text = renderSnapshots(new Map([['a', '{\n  "b": 1\n}\n']]))
    expect(parseSnapshots(text.replaceAll('\n', '\r\n'), 'x.snap').get('a')).toBe('{\n  "b": 1\n}\n')
  })

  it('that terrane did not write is left alone', async () => {
    const file = join(scratch(), 'x.test.nix')
    expect(await complaint(() => parseSnapshots('exports[`a`] = 1', file), file)).toBe(
      [
        'error[snapshot-file]: <here> is no file of snapshots that terrane wrote',
        '  hint: Move it away, or restore it from version control.',
        '',
      ].join('\n'),
    )
  })
})

describe('snapshots', () => {
  const taking = (
    file: string,
    values: Readonly<Record<string, string>>,
    mode: 'new' | 'update' | 'never',
  ) => {
    const snapshots = openSnapshots(file)
    const found = Object.entries(values).map(([name, text]) => takeSnapshot(snapshots, name, text, mode))
    return { found, counts: writeSnapshots(snapshots, mode, name => name in values) }
  }

  it('are written where they are new, and compared afterwards', () => {
    const file = join(scratch(), 'x.test.nix')
    expect(taking(file, { a: '1\n' }, 'new').counts.written).toBe(1)
    const text = readFileSync(snapshotFile(file), 'utf8')
    const { found, counts } = taking(file, { a: '2\n' }, 'new')
    expect(found).toEqual([{ before: '1\n' }])
    expect(counts).toEqual({ written: 0, updated: 0, removed: 0, obsolete: 0 })
    expect(readFileSync(snapshotFile(file), 'utf8')).toBe(text)
  })

  it('are written anew, and those of no test removed, on update alone', () => {
    const file = join(scratch(), 'x.test.nix')
    taking(file, { a: '1\n', b: '1\n' }, 'new')
    expect(taking(file, { a: '1\n' }, 'new').counts).toMatchObject({ obsolete: 1, removed: 0 })
    expect(taking(file, { a: '2\n' }, 'update').counts).toMatchObject({ updated: 1, removed: 1, obsolete: 0 })
    expect([...openSnapshots(file).before]).toEqual([['a', '2\n']])
  })

  it('are never written where nobody would see them', () => {
    const file = join(scratch(), 'x.test.nix')
    expect(taking(file, { a: '1\n' }, 'never').found).toEqual([{ before: undefined }])
    expect(openSnapshots(file).before.size).toBe(0)
  })

  it('beside other files are not touched when nothing changes', () => {
    const file = join(scratch(), 'x.test.nix')
    taking(file, { a: '1\n' }, 'new')
    writeFileSync(snapshotFile(file), readFileSync(snapshotFile(file), 'utf8').replaceAll('\n', '\r\n'))
    taking(file, { a: '1\n' }, 'new')
    expect(readFileSync(snapshotFile(file), 'utf8')).toContain('\r\n')
  })
})
