import { resolve } from 'node:path'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { withEntries } from '../../project/compile-only.js'
import { addSchemas } from '../../project/schemas/add-schemas.js'
import { projectSchemaFolder, userSchemaFolder } from '../../project/schemas/schema-places.js'
import type { Invocation } from '../command.js'
import { readCompileOptions } from '../options.js'
import type { SchemaFlags } from './flags.js'
import { tellKept } from './tell-kept.js'

export const addCommand = async (
  invocation: Invocation<SchemaFlags>,
  [file = '']: readonly string[],
): Promise<ExitStatus> => {
  const { flags, terminal } = invocation
  const folder = flags.user
    ? userSchemaFolder(process.env)
    : projectSchemaFolder(withEntries(readCompileOptions(flags, terminal.cwd)).entries[0]!)
  const dump = file === '-' ? '/dev/stdin' : resolve(terminal.cwd, file)
  tellKept(invocation, addSchemas(dump, folder), '')
  return exitStatus.ok
}
