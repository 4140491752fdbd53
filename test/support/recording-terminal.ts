/** A terminal that keeps what is printed, and gives prepared answers. */
import type { Terminal } from '../../src/cli/terminal.js'

export interface RecordingTerminal extends Terminal {
  readonly printed: () => string
  readonly complained: () => string
  readonly questions: readonly string[]
}

export const recordingTerminal = (cwd: string, answers?: readonly string[]): RecordingTerminal => {
  let out = ''
  let err = ''
  const left = [...(answers ?? [])]
  const questions: string[] = []
  return {
    cwd,
    out: text => {
      out += text
    },
    err: text => {
      err += text
    },
    outColour: false,
    errColour: false,
    live: false,
    columns: () => 100,
    canAsk: answers !== undefined,
    ask: async question => {
      questions.push(question)
      return left.shift()
    },
    printed: () => out,
    complained: () => err,
    questions,
  }
}
