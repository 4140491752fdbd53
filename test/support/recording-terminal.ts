/** A terminal that keeps what is printed, and gives prepared answers. */
import type { Terminal } from '../../src/cli/terminal.js'

export interface RecordingTerminal extends Terminal {
  readonly printed: () => string
  readonly complained: () => string
  readonly questions: readonly string[]
}

/** In the order of the questions; or made when a question is asked. */
export type Answers = readonly string[] | (() => string)

export const recordingTerminal = (cwd: string, answers?: Answers): RecordingTerminal => {
  let out = ''
  let err = ''
  const left = typeof answers === 'function' ? [] : [...(answers ?? [])]
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
    canShow: false,
    live: false,
    columns: () => 100,
    canAsk: answers !== undefined,
    ask: async question => {
      questions.push(question)
      return typeof answers === 'function' ? answers() : left.shift()
    },
    flush: async () => {},
    printed: () => out,
    complained: () => err,
    questions,
  }
}
