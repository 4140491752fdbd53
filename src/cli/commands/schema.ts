/** Provider schemas: `terrane schema fetch | add FILE | list | show TYPE | nix PROVIDER`. */
import { failure } from '../../contracts/diagnostic.js'
import type { ExitStatus } from '../../contracts/exit-status.js'
import { nearest } from '../../contracts/nearest.js'
import type { CommandModule, Invocation } from '../command.js'
import { addBinaryOptions, addCompileOptions, collect } from '../options.js'
import { addCommand } from '../schema/add.js'
import { fetchCommand } from '../schema/fetch.js'
import type { SchemaFlags } from '../schema/flags.js'
import { listCommand } from '../schema/list.js'
import { nixCommand } from '../schema/nix.js'
import { showCommand } from '../schema/show.js'

type Action = (invocation: Invocation<SchemaFlags>, rest: readonly string[]) => Promise<ExitStatus>

interface Row {
  readonly run: Action
  /** What it takes behind its name. */
  readonly takes?: string
}

const actions: Readonly<Record<string, Row>> = {
  fetch: { run: fetchCommand },
  add: { run: addCommand, takes: 'FILE' },
  list: { run: listCommand },
  show: { run: showCommand, takes: 'TYPE' },
  nix: { run: nixCommand, takes: 'PROVIDER' },
}

const examples = `
Actions:
  fetch        ask the project's providers for their schemas, once for each version of them
  add FILE     take what "terraform providers schema -json" printed somewhere else; - is standard input
  list         which schemas are known to the project
  show TYPE    what a type takes: aws_instance, data.aws_ami, ephemeral.random_password, provider.aws
  nix PROVIDER write Nix options for some types of a provider, for editors and documentation

Examples:
  terrane schema fetch
  terraform providers schema -json | terrane schema add -
  terrane schema show aws_instance
  terrane schema nix aws --type aws_instance --type data.aws_ami -o types.nix
`

export const command: CommandModule<SchemaFlags> = {
  configure: command => {
    addBinaryOptions(addCompileOptions(command))
      .argument('<action>', 'fetch, add, list, show or nix')
      .argument('[what]', 'a file, a type, or a provider')
      .usage('[options] <action> [what]')
      .option('--again', 'fetch also what is known already')
      .option('--user', 'add for all your projects, not for this one')
      .option('--type <type>', 'with nix: which type; data.aws_ami, provider.aws (repeatable)', collect)
      .option('--all', 'with nix: all types of the provider')
      .option('-o, --output <path>', 'with nix: write a file')
      .option('--force', 'with nix: write over what is there')
      .addHelpText('after', examples)
  },
  run: async invocation => {
    const [name = '', ...rest] = invocation.positionals
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (action === undefined) throw unknownAction(name)
    if (action.takes === undefined && rest.length > 0)
      throw failure('usage', `terrane schema ${name} takes nothing more, not '${rest[0]}'`)
    if (action.takes !== undefined && rest.length === 0)
      throw failure('usage', `terrane schema ${name} takes a ${action.takes.toLowerCase()}`, {
        hint: `terrane schema ${name} ${action.takes}`,
      })
    for (const [flag, of] of [
      ['again', 'fetch'],
      ['user', 'add'],
      ['type', 'nix'],
      ['all', 'nix'],
      ['output', 'nix'],
      ['force', 'nix'],
    ] as const)
      if (invocation.flags[flag] && name !== of)
        throw failure('usage', `--${flag} goes with terrane schema ${of}`)
    return await action.run(invocation, rest)
  },
}

const unknownAction = (name: string) => {
  const names = Object.keys(actions)
  const similar = nearest(name, names)
  return failure('usage', `terrane schema has no action '${name}'`, {
    hint:
      similar === undefined ? `there are ${names.join(', ')}` : `did you mean 'terrane schema ${similar}'?`,
  })
}
