/**
 * Secrets of providers on a machine that nobody sits at. systemd hands copies of them to the service, in a folder that
 * CREDENTIALS_DIRECTORY names (systemd.exec, "Credentials"). Whether each can be read is looked at before anything is
 * started, because a provider that misses one says so late, and in its own words.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { failure, TerraneError } from '../../contracts/diagnostic.js'

export interface Credentials {
  /** Names of files in the folder. */
  readonly names: readonly string[]
  /** Environment variables that get the path of one, by name. */
  readonly files: Readonly<Record<string, string>>
  /** Environment variables that get the content of one, without the newline at its end. */
  readonly values: Readonly<Record<string, string>>
}

/** What the NixOS module gives in place of a file that is not there (nix/library/nixos-module/units.nix). */
const missing = /^terrane-missing:(.*)$/

/** The variables for the providers. Throws `credential-unreadable`, for all that are. */
export const readCredentials = (
  { names, files, values }: Credentials,
  env: Readonly<Record<string, string | undefined>>,
): Readonly<Record<string, string>> => {
  const folder = env.CREDENTIALS_DIRECTORY
  const wanted = [...new Set([...names, ...Object.values(files), ...Object.values(values)])]
  if (wanted.length === 0) return {}
  if (folder === undefined)
    throw failure(
      'credential-unreadable',
      `there is no credential ${wanted[0]}: systemd has handed over none`,
      {
        hint: "CREDENTIALS_DIRECTORY is set by LoadCredential= in the service's unit; without systemd, set it yourself",
      },
    )
  const contents = new Map<string, string>()
  const problems: TerraneError[] = []
  for (const name of wanted)
    try {
      contents.set(name, readCredential(folder, name))
    } catch (error) {
      if (!(error instanceof TerraneError)) throw error
      problems.push(error)
    }
  const [first, ...rest] = problems.flatMap(({ diagnostics }) => diagnostics)
  if (first !== undefined) throw new TerraneError([first, ...rest])
  return {
    ...mapped(files, name => join(folder, name)),
    ...mapped(values, name => contents.get(name)!.replace(/\r?\n$/, '')),
  }
}

const mapped = (variables: Readonly<Record<string, string>>, value: (name: string) => string) =>
  Object.fromEntries(Object.entries(variables).map(([variable, name]) => [variable, value(name)]))

const readCredential = (folder: string, name: string): string => {
  let content: string
  try {
    content = readFileSync(join(folder, name), 'utf8')
  } catch (cause) {
    throw failure('credential-unreadable', `the credential ${name} can't be read`, {
      notes: [(cause as Error).message],
      cause,
    })
  }
  const source = missing.exec(content.trimEnd())?.[1]
  if (source === undefined) return content
  throw failure('credential-unreadable', `the credential ${name} can't be read: there is no file ${source}`, {
    hint: `put it there, or correct services.terrane.<name>.credentials.${name}.path`,
  })
}
