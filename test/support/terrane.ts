/** Runs terrane in this process, on a project whose document a test writes. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runCommandLine } from '../../src/cli/command-line.js'
import { compileFromJson } from './document-compile.js'
import { misfit } from './events.js'
import { type Answers, recordingTerminal } from './recording-terminal.js'

export const writeEntry = (folder: string, document: object, name = 'infra.nix'): void => {
  writeFileSync(join(folder, name), '{ }\n')
  writeFileSync(join(folder, `${name}.json`), JSON.stringify(document))
}

export interface Outcome {
  readonly status: number
  readonly out: string
  readonly err: string
  readonly questions: readonly string[]
}

export const terrane = async (
  folder: string,
  args: readonly string[],
  answers?: Answers,
): Promise<Outcome> => {
  const terminal = recordingTerminal(folder, answers)
  const status = await runCommandLine(args, terminal, { compile: async () => compileFromJson })
  return { status, out: terminal.printed(), err: terminal.complained(), questions: terminal.questions }
}

/** The events of a run with `--json`. Throws for one that is not as schemas/events.schema.json says. */
export const eventsOf = (outcome: Outcome): readonly Readonly<Record<string, unknown>>[] =>
  outcome.out
    .split('\n')
    .filter(line => line !== '')
    .map(line => {
      const event = JSON.parse(line) as Record<string, unknown>
      const wrong = misfit(event)
      if (wrong !== undefined) throw new Error(wrong)
      return event
    })
