import { failure } from '../../contracts/diagnostic.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { nearest } from '../../contracts/nearest.js'
import { withEntries } from '../../project/compile-only.js'
import { queryProject } from '../../project/drive-project.js'
import { notedStackFolders } from '../../project/stacks/stack-folders.js'
import { ensureInit, needsInit } from '../../terraform/driver/init.js'
import type { OutputValue } from '../../terraform/driver/messages.js'
import { readStateOutputs } from '../../terraform/driver/output.js'
import type { CommandModule, Invocation } from '../command.js'
import { type DriveFlags, driveOptions, drivePrepared } from '../drive-command.js'
import { preparedOrCompiled } from '../existing-document.js'
import { addBinaryOptions, addEntryOptions, addFirstCompileOptions, readCompileOptions } from '../options.js'
import { paint } from '../render/colour.js'
import { renderOutputs } from '../render/outputs.js'
import { type Progress, showProgress } from '../render/progress.js'

interface Flags extends DriveFlags {
  readonly raw?: boolean
}

/** Outputs belong to what was applied, so that the document is taken as it is, and compiled only where there is none. */
export const command: CommandModule<Flags> = {
  configure: command => {
    addFirstCompileOptions(addBinaryOptions(addEntryOptions(command)))
      .argument('[name]', 'only this output, also when it is sensitive')
      .option('--raw', 'print the text of a single output, without quotes and newline')
  },
  run: async invocation => {
    const { flags, terminal, common, positionals } = invocation
    const [name] = positionals
    if (flags.raw && name === undefined) throw failure('usage', '--raw prints one output: name it')
    // Standard output has the outputs and nothing else, also with --json.
    const progress = showProgress(terminal, { ...common, json: false })
    try {
      const stacks = name === undefined && flags.stack === undefined ? stacksOf(invocation) : []
      if (stacks.length > 0) {
        await printStacks(stacks, invocation, progress)
        return exitStatus.ok
      }
      const outputs = await outputsOf(invocation, progress)
      progress.pause()
      if (name === undefined && Object.keys(outputs).length === 0)
        terminal.err('The state has no outputs: they are there after an apply.\n')
      print(outputs, name, invocation)
      return exitStatus.ok
    } finally {
      progress.pause()
    }
  },
}

/** The stacks of a project that was compiled before. */
const stacksOf = ({ flags, terminal }: Invocation<Flags>): readonly string[] => {
  const { workFolder } = withEntries(readCompileOptions(flags, terminal.cwd))
  return [...(notedStackFolders(workFolder)?.keys() ?? [])]
}

const outputsOf = async (invocation: Invocation<Flags>, progress: Progress): Promise<Outputs> => {
  const project = await preparedOrCompiled(invocation, progress)
  const context = await queryProject(project, driveOptions(invocation, progress))
  if (needsInit(context)) {
    await drivePrepared('output', project, invocation, progress, async ({ context }) => {
      await ensureInit(context)
      return exitStatus.ok
    })
  }
  return await readStateOutputs(context)
}

/** The outputs of each stack under its name. */
const printStacks = async (
  stacks: readonly string[],
  invocation: Invocation<Flags>,
  progress: Progress,
): Promise<void> => {
  const { terminal, common, flags } = invocation
  const all: Record<string, Outputs> = {}
  for (const stack of stacks)
    all[stack] = await outputsOf({ ...invocation, flags: { ...flags, stack } }, progress)
  progress.pause()
  if (common.json) {
    terminal.out(`${JSON.stringify(all, null, 2)}\n`)
    return
  }
  const style = paint(common.colour && terminal.outColour)
  const texts = Object.entries(all).map(
    ([stack, outputs]) =>
      `── ${stack}\n${Object.keys(outputs).length === 0 ? 'no outputs\n' : renderOutputs(outputs, style)}`,
  )
  terminal.out(texts.join('\n'))
}

type Outputs = Readonly<Record<string, OutputValue>>

const print = (outputs: Outputs, name: string | undefined, invocation: Invocation<Flags>): void => {
  const { terminal, common, flags } = invocation
  if (name === undefined) {
    const style = paint(common.colour && terminal.outColour)
    terminal.out(common.json ? `${JSON.stringify(outputs, null, 2)}\n` : renderOutputs(outputs, style))
    return
  }
  const { value } = find(outputs, name)
  if (!flags.raw) {
    terminal.out(`${JSON.stringify(value, null, 2)}\n`)
    return
  }
  if (typeof value === 'object') {
    throw failure('usage', `the output '${name}' is not a text, a number or a boolean`, {
      hint: 'print it as JSON, without --raw',
    })
  }
  terminal.out(String(value))
}

const find = (outputs: Outputs, name: string): OutputValue => {
  const output = Object.hasOwn(outputs, name) ? outputs[name] : undefined
  if (output !== undefined) return output
  const names = Object.keys(outputs)
  const similar = nearest(name, names)
  throw failure('terraform-failed', `the state has no output '${name}'`, {
    notes: names.length === 0 ? ['it has no outputs'] : [`it has ${names.join(', ')}`],
    ...(similar === undefined ? {} : { hint: `did you mean ${similar}?` }),
  })
}
