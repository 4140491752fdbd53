/** Options of commands that work on all stacks of a project, or on some. */
import type { Command } from 'commander'
import { failure } from '../../contracts/diagnostic.js'
import { collect, positive } from '../options.js'

export interface StackFlags {
  readonly only?: readonly string[]
  /** True: without a value. */
  readonly affected?: string | true
  readonly stacksAtOnce?: number
}

export const addStackOptions = (command: Command): Command =>
  command
    .optionsGroup('For projects with stacks:')
    .option('--only <name>', 'only these; * and ? stand for letters (repeatable)', collect)
    .option(
      '--affected [base]',
      'only those whose files have changed in git since base, and those that need them (default: HEAD)',
    )
    .option('--stacks-at-once <number>', 'how many are worked on at once (default: 4)', positive)
    .optionsGroup('Options:')

/** Throws `usage` where one is given to a project without stacks, or for one stack. */
export const refuseStackFlags = ({ only, affected }: StackFlags): void => {
  if (only === undefined && affected === undefined) return
  throw failure(
    'usage',
    `${only === undefined ? '--affected' : '--only'} chooses among the stacks of a project`,
    {
      hint: 'this project has none, or --stack has named one',
    },
  )
}

/** Throws `usage` for flags that name something of one root. */
export const refuseOneRootFlags = (
  flags: Readonly<Record<string, unknown>>,
  names: readonly string[],
): void => {
  const given = names.find(name => {
    const value = flags[name]
    return Array.isArray(value) ? value.length > 0 : value !== undefined
  })
  if (given === undefined) return
  throw failure(
    'usage',
    `--${given.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)} is about one root, and the project has stacks`,
    {
      hint: 'name the stack: --stack NAME',
    },
  )
}
