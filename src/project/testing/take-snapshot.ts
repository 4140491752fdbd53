/** Compares a value with its snapshot: one record for all test files of a run. */
import { type Position, TerraneError } from '../../contracts/diagnostic.js'
import { difference } from './difference.js'
import { shownName, type TestFailure, type TestName, type TestResult } from './result.js'
import {
  openSnapshots,
  type SnapshotCounts,
  type SnapshotMode,
  type Snapshots,
  takeSnapshot,
  writeSnapshots,
} from './snapshots.js'

/** What is wrong with a value that a test compares with its snapshot. */
export type TakeSnapshot = (
  name: TestName,
  text: string,
  position: Position | null,
  /** Of a test that takes several. */
  part?: string,
) => readonly TestFailure[]

export interface SnapshotRecord {
  readonly take: TakeSnapshot
  /** Writes what is new. `complete`: the files of which all tests were run. Throws `file-access`. */
  readonly write: (results: readonly TestResult[], complete: (file: string) => boolean) => SnapshotCounts
}

/** Throws `snapshot-file`, when a file's first snapshot is taken. */
export const snapshotRecord = (mode: SnapshotMode): SnapshotRecord => {
  const opened = new Map<string, Snapshots>()
  const of = (file: string): Snapshots => {
    const known = opened.get(file) ?? openSnapshots(file)
    opened.set(file, known)
    return known
  }
  /** Who has taken a snapshot of it has been told. */
  const canOpen = (file: string): boolean => {
    try {
      of(file)
      return true
    } catch (error) {
      if (error instanceof TerraneError) return false
      throw error
    }
  }
  return {
    take: (name, text, position, part) => {
      const found = takeSnapshot(of(name.file), snapshotName(name, part), text, mode)
      if (found === undefined) return []
      const diagnostic = {
        code: 'test-failed' as const,
        severity: 'error' as const,
        labels: position === null ? [] : [{ position }],
      }
      return found.before === undefined
        ? [
            {
              diagnostic: {
                ...diagnostic,
                message: 'there is no snapshot of it yet, and none is written where CI is set',
                hint: 'Run terrane test where CI is not set, read the snapshot, and commit it.',
              },
            },
          ]
        : [
            {
              diagnostic: {
                ...diagnostic,
                message: 'the value is not that of its snapshot',
                hint: 'If this is how it should be now: terrane test --update',
              },
              difference: difference(found.before, text),
            },
          ]
    },
    write: (results, complete) => {
      const counts = { written: 0, updated: 0, removed: 0, obsolete: 0 }
      const files = new Set([...opened.keys(), ...results.map(({ file }) => file)])
      for (const file of files) {
        if (!canOpen(file)) continue
        const names = new Set(results.filter(one => one.file === file).map(one => shownName(one)))
        const isCurrent = (name: string) => !complete(file) || names.has(withoutPart(name))
        const one = writeSnapshots(of(file), mode, isCurrent)
        counts.written += one.written
        counts.updated += one.updated
        counts.removed += one.removed
        counts.obsolete += one.obsolete
      }
      return counts
    },
  }
}

const partMark = ' · '

const snapshotName = (name: TestName, part: string | undefined): string =>
  part === undefined ? shownName(name) : `${shownName(name)}${partMark}${part}`

const withoutPart = (name: string): string => {
  const at = name.lastIndexOf(partMark)
  return at < 0 ? name : name.slice(0, at)
}
