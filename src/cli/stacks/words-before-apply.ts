/** What is said and asked before stacks are applied or destroyed. */
import { failure } from '../../contracts/diagnostic.js'
import type { Wording } from '../apply-root.js'
import type { StacksRun } from './drive-stacks.js'

/** Asks about the plans of some stacks. Throws `terraform-declined`, `interrupted`. */
export const askAboutStacks = async (
  { invocation: { terminal, flags }, interruption, progress }: StacksRun,
  { name, question, declined }: Wording,
  came: readonly string[],
  later: readonly string[],
): Promise<void> => {
  progress.pause()
  const verb = name === 'destroy' ? 'destroyed' : 'applied'
  const rest =
    later.length === 0
      ? ''
      : `${later.join(', ')}: planned and asked about once what ${later.length === 1 ? 'it needs is' : 'they need is'} ${verb}.\n`
  const where = flags.workspace === undefined ? '' : `Workspace ${flags.workspace}. `
  const all = came.length === 1 ? question : question.replace('this plan', 'these plans')
  const answer = await terminal.ask(
    `\n${rest}${where}${came.join(', ')}: ${all} Only 'yes' is taken for a yes: `,
    interruption.signal,
  )
  if (answer?.trim() !== 'yes') throw failure('terraform-declined', declined)
}

/** Who needs what is destroyed will miss it. */
export const tellDependents = ({ names, prepared, progress }: StacksRun): void => {
  const chosen = new Set(names)
  for (const [name, needed] of prepared.needs) {
    const gone = [...needed].filter(one => chosen.has(one))
    if (chosen.has(name) || gone.length === 0) continue
    progress.emit({
      type: 'diagnostic',
      diagnostic: {
        code: 'stack-still-needed',
        severity: 'warning',
        message: `the stack '${name}' needs ${gone.join(', ')}, and is not destroyed with ${gone.length === 1 ? 'it' : 'them'}`,
        labels: [],
      },
    })
  }
}
