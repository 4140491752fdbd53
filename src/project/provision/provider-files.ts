/**
 * Files that the document has its providers read, and those that their environment names: what works for the person who
 * wrote `shared_credentials_files = ["/home/me/.aws/credentials"]` need not work for a service.
 */
import { accessSync, constants } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { type Diagnostic, failure, TerraneError } from '../../contracts/diagnostic.js'

/** Arguments of providers that name files to read; those that name files to write are others. */
const readsFile = /^(credentials|config_paths?|(?!.*(log|output|cache)).*_files?)$/

/** Variables that providers and their libraries read a file's path from. */
const variables = [
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_CONFIG_FILE',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'GOOGLE_APPLICATION_CREDENTIALS',
  'ARM_CLIENT_CERTIFICATE_PATH',
  'KUBE_CONFIG_PATH',
] as const

/** Throws `credential-unreadable` for files that can't be read, all of them. */
export const checkProviderFiles = (
  documentText: string,
  env: Readonly<Record<string, string | undefined>>,
): void => {
  const document = JSON.parse(documentText) as { readonly provider?: unknown }
  const named = [
    ...Object.entries(blocksOf(document.provider)).flatMap(([provider, block]) =>
      filesIn(block, `provider.${provider}`),
    ),
    ...variables.flatMap(name => (env[name] ? [{ path: env[name], place: `the variable ${name}` }] : [])),
  ]
  const problems = named.flatMap(file => problemOf(file))
  const [first, ...rest] = problems
  if (first !== undefined) throw new TerraneError([first, ...rest])
}

interface NamedFile {
  readonly path: string
  readonly place: string
}

const blocksOf = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' ? (value as Readonly<Record<string, unknown>>) : {}

const filesIn = (value: unknown, place: string): readonly NamedFile[] => {
  if (Array.isArray(value)) return value.flatMap(element => filesIn(element, place))
  return Object.entries(blocksOf(value)).flatMap(([name, member]) =>
    readsFile.test(name)
      ? [member].flat().flatMap(path => (isPath(path) ? [{ path, place: `${place}.${name}` }] : []))
      : filesIn(member, `${place}.${name}`),
  )
}

/** `credentials` may also be the secret itself, and any of them an expression. */
const isPath = (value: unknown): value is string =>
  typeof value === 'string' && /^(\/|~\/)[^\n]*$/.test(value) && !value.includes('${')

const problemOf = ({ path, place }: NamedFile): readonly Diagnostic[] => {
  try {
    accessSync(path.startsWith('~/') ? join(homedir(), path.slice(2)) : path, constants.R_OK)
    return []
  } catch (cause) {
    return failure('credential-unreadable', `${place} names ${path}, which can't be read here`, {
      notes: [(cause as Error).message],
      hint: 'have systemd hand the file over: services.terrane.<name>.credentials, with fileVariable, in place of the argument',
    }).diagnostics
  }
}
