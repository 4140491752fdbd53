import { runEmbedded } from '../embedded/run.js'
import { filesFolder } from './files.js'
import { notUtf8, type Outcome } from './outcome.js'

/** The outcome of a program in the embedded evaluator. A crash is told apart from a failure by never being equal. */
export const ourOutcome = async (program: string): Promise<Outcome> => {
  const result = await runEmbedded({
    root: { expression: program },
    cwd: process.cwd(),
    format: 'json',
    searchPath: [`oracle=${filesFolder}`],
  })
  if (result.kind === 'value') return { ok: true, value: JSON.parse(result.text) }
  if (result.kind === 'failure' && result.message.startsWith('JSON serialization error'))
    return { ok: true, value: notUtf8 }
  if (result.kind === 'failure') return { ok: false, message: result.message }
  return { ok: true, value: `crash: ${result.stack}` }
}
