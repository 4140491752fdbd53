/** What Terraform says where stacks are not applied yet, told in terms of stacks. */
import { type Diagnostic, TerraneError } from '../../contracts/diagnostic.js'
import type { Read } from './remote-states.js'

/** It can't plan with values that are not known: a `for_each`, a `count`. */
export const isAboutUnknown = ({ code, notes = [] }: Diagnostic): boolean =>
  code === 'terraform-diagnostic' &&
  notes.some(note => /cannot be determined until apply|known only after apply|not yet known/.test(note))

/** The same without Terraform's advice, which is for those who have one root. */
export const waitingFor = (diagnostic: Diagnostic, stacks: readonly string[]): Diagnostic => ({
  ...diagnostic,
  severity: 'warning',
  notes: (diagnostic.notes ?? []).map(note => note.split('\n\n')[0]!),
  hint: `once ${stacks.join(', ')} is applied, it is known: terrane apply goes in that order`,
})

/** It looks for a state that is not there. */
export const isNotApplied = ({ code }: Diagnostic): boolean => code === 'stack-not-applied'

/** The error with what Terraform says of another stack's state put in words of the project. */
export const explainInStacks = (error: TerraneError, reads: readonly Read[]): TerraneError => {
  const explained = error.diagnostics.map(one => explain(one, reads))
  return new TerraneError(explained as [Diagnostic, ...Diagnostic[]], { cause: error, texts: error.texts })
}

const explain = (diagnostic: Diagnostic, reads: readonly Read[]): Diagnostic => {
  const { message, notes = [] } = diagnostic
  const text = notes.join('\n')
  const [, stack] = /with data\.terraform_remote_state\.stack_([\w-]+)/.exec(text) ?? []
  if (message === 'Unable to find remote state' && stack !== undefined)
    return {
      ...diagnostic,
      code: 'stack-not-applied',
      message: `it reads the outputs of the stack '${stack}', which is not applied yet`,
      notes: [`${message}: ${notes[0] ?? ''}`],
      hint: `apply it first: terrane apply --only ${stack}`,
    }
  const [, output] = /object does not have an attribute named "([^"]+)"/.exec(text) ?? []
  const read = reads.find(one => one.output === output)
  if (message === 'Unsupported attribute' && read !== undefined)
    return {
      ...diagnostic,
      code: 'stack-not-applied',
      message: `the stack '${read.stack}' has no output '${output}' in its state yet`,
      notes: [`${message}: ${notes[0] ?? ''}`],
      hint: `apply it first: terrane apply --only ${read.stack}`,
    }
  return diagnostic
}
