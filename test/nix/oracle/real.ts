/** What the real Nix makes of programs: many in one process where they succeed, one by one where one fails. */
import { runNix } from '../real/nix.js'
import { filesFolder } from './files.js'
import type { Outcome } from './outcome.js'

/** The outcome of one program. */
export const realOutcome = (program: string): Outcome => {
  const ran = evaluate(program)
  return ran.status === 0
    ? { ok: true, value: JSON.parse(ran.stdout) }
    : { ok: false, message: errorLine(ran.stderr) }
}

/** The outcomes of programs that most likely succeed: a batch that fails is cut in two until the culprit is alone. */
export const realOutcomes = (programs: readonly string[]): Outcome[] => {
  if (programs.length === 0) return []
  if (programs.length === 1) return [realOutcome(programs[0]!)]
  const ran = evaluate(`[ ${programs.map(program => `(${program}\n)`).join('\n')} ]`)
  if (ran.status === 0) {
    const values: unknown[] = JSON.parse(ran.stdout)
    return values.map(value => ({ ok: true, value }))
  }
  const middle = programs.length >> 1
  return [...realOutcomes(programs.slice(0, middle)), ...realOutcomes(programs.slice(middle))]
}

const evaluate = (source: string) =>
  runNix('nix-instantiate', ['--eval', '--strict', '--json', '-I', `oracle=${filesFolder}`, '-'], source)

const errorLine = (stderr: string): string =>
  stderr.split('\n').findLast(line => line.startsWith('error:')) ?? stderr.slice(0, 200)
