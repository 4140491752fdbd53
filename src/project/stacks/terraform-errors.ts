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

/** Who reads the others, and for what. */
export interface Reader {
  readonly name: string
  readonly reads: readonly Read[]
  /** Whether it is planned to be destroyed. */
  readonly destroys: boolean
}

/** The error with what Terraform says of another stack's state put in words of the project. */
export const explainInStacks = (error: TerraneError, reader: Reader): TerraneError => {
  const explained = error.diagnostics.map(one => explain(one, reader))
  return new TerraneError(explained as [Diagnostic, ...Diagnostic[]], { cause: error, texts: error.texts })
}

const explain = (diagnostic: Diagnostic, reader: Reader): Diagnostic => {
  const { message, notes = [] } = diagnostic
  const text = notes.join('\n')
  const [, stack] = /with data\.terraform_remote_state\.stack_([\w-]+)/.exec(text) ?? []
  if (message === 'Unable to find remote state' && stack !== undefined)
    return {
      ...diagnostic,
      ...wayOut(reader, stack),
      message: `it reads the outputs of the stack '${stack}', which is not applied${reader.destroys ? '' : ' yet'}`,
      notes: [`${message}: ${notes[0] ?? ''}`],
    }
  const [, output] = /object does not have an attribute named "([^"]+)"/.exec(text) ?? []
  const read = reader.reads.find(one => one.output === output)
  if (message === 'Unsupported attribute' && read !== undefined)
    return {
      ...diagnostic,
      ...wayOut(reader, read.stack),
      message: `the stack '${read.stack}' has no output '${output}' in its state${reader.destroys ? '' : ' yet'}`,
      notes: [`${message}: ${notes[0] ?? ''}`],
    }
  return diagnostic
}

/** A destroy reads what is there before it destroys, unless it is told not to. */
const wayOut = ({ name, destroys }: Reader, needed: string): Pick<Diagnostic, 'code' | 'hint'> => ({
  code: 'stack-not-applied',
  hint: destroys
    ? `apply ${needed} again and destroy both together; or destroy it by its state alone, which needs no outputs: terrane tf --stack ${name} -- destroy -refresh=false`
    : `apply it first: terrane apply --only ${needed}`,
})
