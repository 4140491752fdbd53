import { withEntries } from '../../project/compile-only.js'
import type { SchemaSurroundings } from '../../project/schemas/project-schemas.js'
import type { Invocation } from '../command.js'
import type { DriveFlags } from '../drive-command.js'
import { readCompileOptions } from '../options.js'

export interface SchemaFlags extends DriveFlags {
  readonly again?: boolean
  readonly user?: boolean
  readonly type?: readonly string[]
  readonly all?: boolean
  readonly output?: string
  readonly force?: boolean
}

/** Where a command's project looks for schemas. Throws `entry-missing`. */
export const schemaSurroundings = ({ flags, terminal }: Invocation<SchemaFlags>): SchemaSurroundings => {
  const { entries, workFolder } = withEntries(readCompileOptions(flags, terminal.cwd))
  return { entries, workFolder, env: process.env }
}
