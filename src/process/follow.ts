/** Reads the lines of a growing file. */
import { closeSync, openSync, readSync } from 'node:fs'
import { StringDecoder } from 'node:string_decoder'

export interface Following {
  /** Reads what is there, hands on a last line without an end too, and stops. */
  readonly finish: () => void
}

/** Short enough to look live. A look costs one `read` that finds nothing. */
const interval = 40

/**
 * Calls `onLine` with each whole line from `offset` on, as the file grows. Looks at it again and again instead of
 * asking the system for changes, which network file systems don't report.
 */
export const follow = (path: string, offset: number, onLine: (line: string) => void): Following => {
  const file = openSync(path, 'r')
  const buffer = Buffer.alloc(64 * 1024)
  const decoder = new StringDecoder('utf8')
  let position = offset
  let rest = ''

  const look = () => {
    for (;;) {
      const count = readSync(file, buffer, 0, buffer.length, position)
      if (count === 0) return
      position += count
      const lines = (rest + decoder.write(buffer.subarray(0, count))).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line)
    }
  }

  const timer = setInterval(look, interval)
  return {
    finish: () => {
      clearInterval(timer)
      try {
        look()
        const last = rest + decoder.end()
        if (last !== '') onLine(last)
      } finally {
        closeSync(file)
      }
    },
  }
}
