/** Small programs for tests of how programs are started: shell scripts with a name. */
import { chmodSync, existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

export const program = (folder: string, name: string, script: string): string => {
  const path = join(folder, name)
  writeFileSync(path, `#!/bin/sh\n${script}\n`)
  chmodSync(path, 0o755)
  return path
}

/** Waits for a file that another process makes when it has got somewhere. */
export const appears = async (path: string): Promise<void> => {
  while (!existsSync(path)) await sleep(10)
}
