import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { failure } from '../../contracts/diagnostic.js'
import { type ExitStatus, exitStatus } from '../../contracts/exit-status.js'
import { nearest } from '../../contracts/nearest.js'
import { writeAtomically } from '../../project/atomic-write.js'
import { listSchemas } from '../../project/schemas/list-schemas.js'
import { type KnownProvider, schemaKinds } from '../../terraform/schema/known.js'
import { nixOptions, type TypedBlock } from '../../terraform/schema/nix-options.js'
import type { Invocation } from '../command.js'
import { shownPath } from '../render/shown-path.js'
import { type SchemaFlags, schemaSurroundings } from './flags.js'

/** Writes Nix options for types of a provider. Throws `schema-unknown`, `usage`, `file-access`. */
export const nixCommand = async (
  invocation: Invocation<SchemaFlags>,
  [asked = '']: readonly string[],
): Promise<ExitStatus> => {
  const { flags, terminal, common } = invocation
  const provider = findProvider(invocation, asked)
  const name = localName(provider)
  const wanted = flags.all ? allTypes(provider, name) : (flags.type ?? [])
  if (wanted.length === 0)
    throw failure('usage', `terrane schema nix ${asked} takes the types that are wanted`, {
      hint: `--type ${provider.types('resource')[0] ?? `provider.${name}`} (repeatable), or --all`,
    })
  const text = nixOptions(
    wanted.map(type => typedBlock(provider, name, type)),
    provider.name,
  )
  if (flags.output === undefined) {
    terminal.out(common.json ? `${JSON.stringify({ type: 'options', text })}\n` : text)
    return exitStatus.ok
  }
  const path = resolve(terminal.cwd, flags.output)
  if (existsSync(path) && !flags.force)
    throw failure('file-access', `${shownPath(path, terminal.cwd)} is there already`, {
      hint: 'nothing was written; --force writes over it',
    })
  writeAtomically(path, text)
  if (common.json) terminal.out(`${JSON.stringify({ type: 'options', file: path })}\n`)
  else terminal.err(`wrote ${shownPath(path, terminal.cwd)}\n`)
  return exitStatus.ok
}

const localName = ({ name }: KnownProvider): string => name.replace(/ .*/, '').split('/').at(-1)!

const findProvider = (invocation: Invocation<SchemaFlags>, asked: string): KnownProvider => {
  const all = listSchemas(schemaSurroundings(invocation)).flatMap(({ source, found }) =>
    found === undefined ? [] : [{ source, found }],
  )
  const found = all.find(({ source }) => source === asked || source.endsWith(`/${asked}`))
  if (found !== undefined) {
    const version = found.found.kept.index.version
    return found.found.kept.provider(version === undefined ? found.source : `${found.source} ${version}`)
  }
  const similar = nearest(asked, new Set(all.flatMap(({ source }) => [source, source.split('/').at(-1)!])))
  throw failure('schema-unknown', `no schema is known of a provider ${asked}`, {
    notes: [
      all.length === 0 ? 'no provider is known' : `known are ${all.map(({ source }) => source).join(', ')}`,
    ],
    hint:
      similar === undefined
        ? 'terrane schema fetch asks the providers of the project'
        : `did you mean terrane schema nix ${similar}?`,
  })
}

const allTypes = (provider: KnownProvider, name: string): readonly string[] => [
  `provider.${name}`,
  ...schemaKinds.flatMap(kind =>
    provider.types(kind).map(type => (kind === 'resource' ? type : `${kind}.${type}`)),
  ),
]

const typedBlock = (provider: KnownProvider, local: string, asked: string): TypedBlock => {
  if (asked === `provider.${local}`)
    return { kind: 'provider', name: local, schema: provider.settings() ?? {} }
  const [, given, type = ''] = /^(?:(resource|data|ephemeral)\.)?(.*)$/.exec(asked) ?? []
  const kind = (given ?? 'resource') as 'resource' | 'data' | 'ephemeral'
  const schema = provider.schema(kind, type)
  if (schema !== undefined) return { kind, name: type, schema }
  const similar = nearest(asked, new Set(allTypes(provider, local)))
  throw failure('schema-unknown', `${provider.name} has no ${asked}`, {
    ...(similar === undefined ? {} : { hint: `did you mean --type ${similar}?` }),
  })
}
