import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { type ListedSchema, listSchemas } from '../../project/schemas/list-schemas.js'
import { schemaKinds } from '../../terraform/schema/known.js'
import type { Invocation } from '../command.js'
import { printable } from '../render/printable.js'
import { shownPath } from '../render/shown-path.js'
import { type SchemaFlags, schemaSurroundings } from './flags.js'

export const listCommand = async (invocation: Invocation<SchemaFlags>): Promise<ExitStatus> => {
  const { terminal, common } = invocation
  const all = listSchemas(schemaSurroundings(invocation))
  if (common.json) terminal.out(`${JSON.stringify(all.map(asJson), null, 2)}\n`)
  else if (all.length === 0)
    terminal.out('No schemas are known: terrane schema fetch, or terrane schema add FILE\n')
  else for (const each of all) terminal.out(`${line(each, terminal.cwd)}\n`)
  return exitStatus.ok
}

const origins = {
  fetched: 'fetched',
  'work folder': 'fetched for this work folder',
  project: 'added for this project',
  user: 'added for you',
} as const

const line = ({ source, locked, found }: ListedSchema, cwd: string): string => {
  const version = found?.kept.index.version ?? locked
  const name = printable(version === undefined ? source : `${source} ${version}`)
  return found === undefined
    ? `${name}: not known`
    : `${name}: ${origins[found.origin]}\n  ${shownPath(found.kept.path, cwd)}`
}

const asJson = ({ source, locked, found }: ListedSchema): object => ({
  source,
  locked: locked ?? null,
  version: found?.kept.index.version ?? null,
  origin: found?.origin ?? null,
  path: found?.kept.path ?? null,
  types:
    found === undefined
      ? null
      : Object.fromEntries(schemaKinds.map(kind => [kind, Object.keys(found.kept.index.types[kind]).length])),
})
