/** What `plan`, `apply` and `provision` have in common: a program, variables, and a signal in place of Ctrl-C. */
import { dirname, join, resolve } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import { exitStatus } from '../contracts/exit-status.js'
import type { Interruption } from '../process/interruption.js'
import { compile } from '../project/compile.js'
import { type DriveOptions as DriveProjectOptions, driveProject } from '../project/drive-project.js'
import { nixFolder } from '../project/nix-folder.js'
import { type Prepared, prepare } from '../project/prepare.js'
import type { DriveContext } from '../terraform/driver/context.js'
import type { PlanOptions } from '../terraform/driver/plan.js'
import type { DriveOptions } from './options.js'
import { prepareOptions } from './read-options.js'

/** How tofu/terraform is to plan. */
export const planOptions = (options: DriveOptions, mode: PlanOptions['mode'] = 'normal'): PlanOptions => {
  const cwd = resolve(options.cwd ?? '.')
  return {
    mode,
    variables: Object.entries(options.variables ?? {}).map(([name, value]) => `${name}=${value}`),
    variableFiles: (options.variableFiles ?? []).map(path => resolve(cwd, path)),
    targets: options.targets ?? [],
    replace: options.replace ?? [],
    ...(options.parallelism === undefined ? {} : { parallelism: options.parallelism }),
    ...(options.lockTimeout === undefined ? {} : { lockTimeout: options.lockTimeout }),
  }
}

/** Which program, where events go, and when to stop. */
export const driveOptions = (options: DriveOptions, emit: Emit): Omit<DriveProjectOptions, 'command'> => {
  const { cwd = '.', program, dialect, workspace, signal, check = true, schema = true } = options
  return {
    cwd: resolve(cwd),
    emit,
    interruption: interruptionBy(signal),
    check,
    schema,
    hook: { prepare: prepareOptions(options), program: join(dirname(nixFolder()), 'dist', 'cli.cjs') },
    ...(program === undefined ? {} : { bin: program }),
    ...(dialect === undefined ? {} : { dialect }),
    ...(workspace === undefined ? {} : { workspace }),
  }
}

/** An embedding program keeps its own signal handlers: its AbortSignal says when to stop. */
const interruptionBy = (signal: AbortSignal | undefined): Interruption => {
  const first = new AbortController()
  const onAbort = () => first.abort('abort')
  if (signal?.aborted) onAbort()
  else signal?.addEventListener('abort', onAbort, { once: true })
  return {
    signal: first.signal,
    again: new AbortController().signal,
    stop: () => signal?.removeEventListener('abort', onAbort),
  }
}

export interface Driving {
  readonly context: DriveContext
  readonly project: Prepared
}

/** Compiles a project and has `body` drive it. */
export const drive = async <Result>(
  command: string,
  options: DriveOptions,
  emit: Emit,
  body: (driving: Driving) => Promise<Result>,
): Promise<Result> => {
  const project = await prepare(prepareOptions(options), compile, emit)
  let result: { readonly value: Result } | undefined
  await driveProject(project, { command, ...driveOptions(options, emit) }, async context => {
    result = { value: await body({ context, project }) }
    return exitStatus.ok
  })
  return result!.value
}

/** Throws for a backend that runs plans on a server, with its own questions on a terminal. */
export const refuseRemote = ({ facts }: DriveContext): void => {
  if (!facts.remoteExecution) return
  throw failure('no-terminal', `the backend '${facts.backend}' plans on a server, and asks on a terminal`, {
    hint: 'run the command instead: terrane plan, terrane apply',
  })
}
