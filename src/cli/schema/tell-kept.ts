import type { KeptSchemaReport } from '../../project/schemas/keep-schema.js'
import type { Invocation } from '../command.js'
import { printable } from '../render/printable.js'
import { shownPath } from '../render/shown-path.js'
import type { SchemaFlags } from './flags.js'

/** Prints what is kept now; with `--json` as one line. */
export const tellKept = (
  { terminal, common }: Invocation<SchemaFlags>,
  kept: readonly KeptSchemaReport[],
  otherwise: string,
): void => {
  if (common.json) {
    terminal.out(`${JSON.stringify({ type: 'schemas', schemas: kept })}\n`)
    return
  }
  for (const { source, version, path, resources, data, ephemeral } of kept) {
    const name = version === null ? source : `${source} ${version}`
    const counts = [
      counted(resources, 'resource type'),
      counted(data, 'data source'),
      ...(ephemeral > 0 ? [`${ephemeral} ephemeral`] : []),
    ]
    terminal.out(`${printable(name)}: ${counts.join(', ')}\n  ${shownPath(path, terminal.cwd)}\n`)
  }
  if (kept.length === 0) terminal.out(`${otherwise}\n`)
}

const counted = (count: number, name: string): string => `${count} ${name}${count === 1 ? '' : 's'}`
