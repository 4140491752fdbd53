/**
 * What the agent says: `name value` lines up to `end`, and among them `output N`, after which come N bytes of what the
 * deployment printed. Bytes arrive in any pieces.
 */
import { StringDecoder } from 'node:string_decoder'

export interface AnswerListener {
  readonly onFact: (name: string, value: string) => void
  readonly onOutput: (bytes: Buffer) => void
}

export interface AnswerReader {
  readonly take: (chunk: Buffer) => void
  /** Whether the answer is complete. What comes after its end is not looked at. */
  readonly isComplete: () => boolean
}

export const answerReader = (listener: AnswerListener): AnswerReader => {
  let rest: Buffer = Buffer.alloc(0)
  let pending = 0
  let complete = false

  const take = (chunk: Buffer) => {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk])
    while (!complete && rest.length > 0) {
      if (pending > 0) {
        const bytes = rest.subarray(0, pending)
        pending -= bytes.length
        rest = rest.subarray(bytes.length)
        listener.onOutput(bytes)
        continue
      }
      const end = rest.indexOf(10)
      if (end < 0) return
      const line = rest.subarray(0, end).toString('utf8')
      rest = rest.subarray(end + 1)
      const [name = '', ...words] = line.split(' ')
      if (name === 'output') pending = Number(words[0])
      else if (line === 'end') complete = true
      else listener.onFact(name, words.join(' '))
    }
  }
  return { take, isComplete: () => complete }
}

/** Hands on whole lines of bytes that come in pieces. `flush` hands on a last one without an end. */
export const lineReader = (
  onLine: (line: string) => void,
): { readonly take: (bytes: Buffer) => void; readonly flush: () => void } => {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return {
    take: bytes => {
      const lines = (rest + decoder.write(bytes)).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line)
    },
    flush: () => {
      if (rest !== '') onLine(rest)
      rest = ''
    },
  }
}
