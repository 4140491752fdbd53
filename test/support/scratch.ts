/** Temporary folders for tests, removed after each test. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach } from 'vitest'

const made: string[] = []

afterEach(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true })
})

export const scratch = (): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'terrane-test-')))
  made.push(folder)
  return folder
}
