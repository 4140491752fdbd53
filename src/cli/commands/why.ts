import { failure } from '../../contracts/diagnostic.js'
import { exitStatus } from '../../contracts/exit-status.js'
import { readValuePath } from '../../modules/value-path.js'
import { withEntries } from '../../project/compile-only.js'
import type { CommandModule } from '../command.js'
import { addCompileOptions, type CompileFlags, readCompileOptions } from '../options.js'
import { paint } from '../render/colour.js'
import { renderWhy } from '../render/why.js'

/** Says of one value where it comes from. Writes nothing. */
export const command: CommandModule<CompileFlags> = {
  configure: command => {
    addCompileOptions(command).argument(
      '<path>',
      'a value of the document or an option: resource.aws_instance.web.ami, servers.web.size',
    )
  },
  run: async ({ flags, common, terminal, positionals }) => {
    const [text] = positionals
    const path = text === undefined ? undefined : readValuePath(text)
    if (path === undefined)
      throw failure('usage', `'${text ?? ''}' is not a path of a value`, {
        hint: 'write names with dots between them, as in resource.aws_instance.web.tags."a.b"',
      })
    const { why } = await import('../../project/why.js')
    const report = await why(path, withEntries(readCompileOptions(flags, terminal.cwd)))
    terminal.out(
      common.json
        ? `${JSON.stringify(report, null, 2)}\n`
        : renderWhy(report, { style: paint(common.colour && terminal.outColour), cwd: terminal.cwd }),
    )
    return exitStatus.ok
  },
}
