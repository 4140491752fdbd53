/** Options of plan, apply and destroy that are Terraform's. */
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { failure } from '../contracts/diagnostic.js'
import { readable } from '../project/file-access.js'
import type { PlanOptions } from '../terraform/driver/plan.js'
import { addBinaryOptions, addCompileOptions, collect, duration, positive } from './options.js'

export interface PlanFlags {
  readonly var?: readonly string[]
  readonly varFile?: readonly string[]
  readonly target?: readonly string[]
  readonly replace?: readonly string[]
  readonly refreshOnly?: boolean
  readonly destroy?: boolean
  readonly parallelism?: number
  readonly lockTimeout?: string
}

export const addPlanOptions = (command: Command): Command =>
  addBinaryOptions(addCompileOptions(command))
    .option('--var <name=value>', 'set an input variable (repeatable)', collect)
    .option('--var-file <file>', 'read input variables from a file (repeatable)', collect)
    .option('--target <address>', 'only this resource and what it needs (repeatable)', collect)
    .option('--parallelism <number>', 'how many resources are worked on at once', positive)
    .option('--lock-timeout <duration>', "how long to wait for the state's lock, as in 30s", duration)

/** For commands that can also create. */
export const addChangeOptions = (command: Command): Command =>
  addPlanOptions(command)
    .option('--replace <address>', 'make this resource anew (repeatable)', collect)
    .option('--refresh-only', 'only bring the state up to date with what is there')

/** Throws `usage`, `file-access` for a file of variables that can't be read. */
export const readPlanOptions = (
  flags: PlanFlags,
  cwd: string,
  mode: PlanOptions['mode'] = modeOf(flags),
): PlanOptions => ({
  mode,
  variables: (flags.var ?? []).map(checkVariable),
  variableFiles: (flags.varFile ?? []).map(path => readable(resolve(cwd, path))),
  targets: flags.target ?? [],
  replace: flags.replace ?? [],
  ...(flags.parallelism === undefined ? {} : { parallelism: flags.parallelism }),
  ...(flags.lockTimeout === undefined ? {} : { lockTimeout: flags.lockTimeout }),
})

const modeOf = ({ destroy, refreshOnly }: PlanFlags): PlanOptions['mode'] => {
  if (destroy && refreshOnly) throw failure('usage', '--destroy and --refresh-only exclude each other')
  return destroy ? 'destroy' : refreshOnly ? 'refresh-only' : 'normal'
}

const checkVariable = (assignment: string): string => {
  if (/^[^=]+=/s.test(assignment)) return assignment
  // The value may be a secret: it is not repeated.
  throw failure('usage', '--var takes a name and a value: --var name=value')
}
