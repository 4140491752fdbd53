import { resolve } from 'node:path'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { withEntries } from '../../project/compile-only.js'
import { addSchemas } from '../../project/schemas/add-schemas.js'
import { projectSchemaFolder, userSchemaFolder } from '../../project/schemas/schema-places.js'
import { readProviderSchemas, readProviderSchemasFromInput } from '../../provider/read-schemas.js'
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
  const path = resolve(terminal.cwd, file)
  const kept =
    file === '-'
      ? addSchemas(readProviderSchemasFromInput(), 'standard input', folder)
      : addSchemas(readProviderSchemas(path), path, folder)
  tellKept(invocation, kept, '')
  return exitStatus.ok
}
