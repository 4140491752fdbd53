import { existsSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import type { Emit } from '../../contracts/events.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { writeAtomically } from '../../project/atomic-write.js'
import { compileOnly } from '../../project/compile-only.js'
import { lockWorkFolder } from '../../project/lock.js'
import { prepareAny, writeDocument } from '../../project/prepare.js'
import type { CommandModule, Invocation } from '../command.js'
import { addCompileOptions, type CompileFlags, readCompileOptions } from '../options.js'
import type { Progress } from '../render/progress.js'
import { shownPath } from '../render/shown-path.js'
import { reporting } from '../reporting.js'
import { addStackOptions, refuseStackFlags, type StackFlags } from '../stacks/stack-options.js'

interface Flags extends CompileFlags, StackFlags {
  readonly output?: string
}

export const command: CommandModule<Flags> = {
  configure: command => {
    addStackOptions(
      addCompileOptions(command)
        .argument('[entry]', 'what to compile, as with --file')
        .option(
          '-o, --output <file>',
          'where the document goes; - is standard output (default: the work folder)',
        ),
    )
  },
  run: async invocation => {
    const { flags, positionals } = invocation
    if (positionals[0] !== undefined && flags.file !== undefined)
      throw failure('usage', 'the entry is named twice', { hint: 'name it as the argument, or with -f' })
    const files = positionals[0] === undefined ? (flags.file ?? []) : [positionals[0]]
    return flags.output === undefined
      ? await intoWorkFolder(invocation, files)
      : await elsewhere(invocation, files, flags.output)
  },
}

const intoWorkFolder = (invocation: Invocation<Flags>, files: readonly string[]) =>
  reporting(invocation, async progress => {
    const { flags, terminal, tools } = invocation
    const options = { ...readCompileOptions(flags, terminal.cwd), files }
    const project = await prepareAny(options, await tools.compile(), progress.emit)
    if ('stacks' in project) {
      const { compileStacks } = await import('../stacks/compile-stacks.js')
      return await compileStacks(invocation, project, progress, tellWritten(invocation, progress))
    }
    refuseStackFlags(flags)
    const lock = lockWorkFolder(project.folder.path, { command: 'compile', run: project.folder.path })
    try {
      writeDocument(project, tellWritten(invocation, progress))
    } finally {
      lock.release()
    }
    return exitStatus.ok
  })

/** No state will ever lie beside that document: no work folder is taken for it. */
const elsewhere = async (invocation: Invocation<Flags>, files: readonly string[], output: string) => {
  const { flags, terminal, tools } = invocation
  const toStandardOutput = output === '-'
  // Standard output has the document and nothing else, also with --json.
  const quiet = toStandardOutput
    ? { ...invocation, common: { ...invocation.common, json: false } }
    : invocation
  return await reporting(quiet, async progress => {
    const documentFile = toStandardOutput ? null : outputFile(output, terminal.cwd)
    const options = { ...readCompileOptions(flags, terminal.cwd), files, documentFile }
    const { text } = await compileOnly(options, await tools.compile(), progress.emit)
    if (documentFile === null) {
      progress.pause()
      terminal.out(text)
    } else {
      const changed = writeAtomically(documentFile, text)
      const emit = tellWritten(invocation, progress)
      emit({ type: 'document_written', path: documentFile, changed, bytes: Buffer.byteLength(text) })
    }
    return exitStatus.ok
  })
}

/** A folder that is missing is more likely a slip of the pen than wanted. */
const outputFile = (output: string, cwd: string): string => {
  if (output === '') throw failure('usage', '--output names no file', { hint: '- is standard output' })
  const path = resolve(cwd, output)
  if (existsSync(dirname(path))) return path
  throw failure('file-access', `can't write ${output}: the folder ${dirname(path)} does not exist`)
}

/** The file is what this command is about: it is told even where others would say nothing. */
const tellWritten =
  ({ terminal, common }: Invocation<Flags>, progress: Progress): Emit =>
  event => {
    progress.emit(event)
    if (common.json || event.type !== 'document_written') return
    progress.pause()
    terminal.err(
      `${event.changed ? 'wrote' : 'unchanged:'} ${shownPath(event.path, terminal.cwd)} (${event.bytes} bytes)\n`,
    )
  }
