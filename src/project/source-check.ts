/**
 * Files that the document names are copied: into the work folder, and by the real Nix into its store, which everyone on
 * the machine can read. A folder that has the work folder in it would be copied into itself, larger each time, under
 * a hash that each compile changes, and with the state, which holds secrets. It is refused.
 */
import { existsSync } from 'node:fs'
import { type Diagnostic, failure, TerraneError } from '../contracts/diagnostic.js'
import type { StringContext } from '../modules/definitions.js'
import type { DocumentPath } from '../terraform/document/problem.js'
import type { DocumentValue, TerraformDocument } from '../terraform/document/shape.js'
import type { CompileOptions } from './compile-options.js'
import type { Origin } from './document-check.js'
import type { Engine } from './engine.js'
import { hasOwnFiles, hasState, ownFilesIn, withOwnFile, workFolderIn } from './own-files.js'
import { runtimeRequest } from './request.js'
import { nameInStore, relativeSource, storeFolder } from './source-files.js'

/**
 * An engine that has Nix only compute the paths of what it would copy, where a state could be among that. `again` is
 * called when a request is made once more, because it reads what must be in the store.
 */
export const carefulEngine = (
  engine: Engine,
  { entries, workFolder }: CompileOptions,
  again: () => void = () => {},
): Engine => {
  const isFlake = entries.some(({ kind }) => kind === 'flake')
  if (engine.name !== 'nix' || isFlake || !hasState(workFolder)) return engine
  return {
    ...engine,
    evaluate: async request => {
      try {
        return await engine.evaluate({ ...request, readOnly: true })
      } catch (error) {
        if (!(error instanceof TerraneError) || !speaksOfStore(error.diagnostics)) throw error
        again()
        return await engine.evaluate(request)
      }
    },
  }
}

const speaksOfStore = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some(({ message, notes = [] }) => [message, ...notes].some(text => text.includes(storeFolder)))

/** Throws `source-holds-work-folder` for what must not be copied, at the value that names it. */
export const refuseOwnFiles = async (
  document: TerraformDocument,
  context: Readonly<Record<string, StringContext>>,
  options: CompileOptions,
  origin: Origin,
): Promise<void> => {
  for (const storePath of Object.keys(context)) {
    if (!context[storePath]!.path) continue
    const source = origin.engine.source(storePath)
    if (source?.kind !== 'path') continue
    const place = workFolderIn(storePath, source, options.workFolder)
    const found =
      place === undefined || (await dependsOnFilter(storePath, options, origin.engine))
        ? ownFilesIn(storePath, source, options.workFolder)
        : [place === '' ? 'the work folder itself' : `the work folder ${place}`]
    if (found.length > 0) throw await refusal(document, storePath, found, options, origin)
  }
}

/**
 * Whether a tree that is the same as a whole folder is so only because there is nothing yet that a filter leaves out.
 * Nix tells no more than the hash: one file more shows it.
 */
const dependsOnFilter = async (
  storePath: string,
  options: CompileOptions,
  engine: Engine,
): Promise<boolean> => {
  if (engine.name === 'embedded' || hasOwnFiles(options.workFolder)) return false
  return await withOwnFile(options.workFolder, async () => {
    const answer = await engine.evaluate(runtimeRequest(options, 'definitions'))
    return JSON.stringify(answer).includes(storePath)
  })
}

const code = 'source-holds-work-folder' as const

const refusal = async (
  document: TerraformDocument,
  storePath: string,
  found: readonly string[],
  options: CompileOptions,
  origin: Origin,
): Promise<TerraneError> => {
  const inStore = origin.engine.name === 'nix' && existsSync(storePath)
  const message = `'${nameInStore(storePath)}' is copied, with files of terrane and Terraform in it`
  const details = {
    notes: [
      `it has ${found.join(', ')}`,
      'each compile would change the copy, and a state holds secrets in plain text',
      ...(inStore ? [`it is in the Nix store now; to delete it there: nix-store --delete ${storePath}`] : []),
    ],
    hint: [
      'name only the file or folder in it that is needed; or leave those files out, with',
      'builtins.path { path = ./.; filter = …; }; or use a work folder elsewhere, with --workdir FOLDER',
    ].join(' '),
  }
  const path = pathOf(document, relativeSource(storePath))
  if (path === undefined) return failure(code, message, details)
  const { diagnosticsOf } = await import('./document-check.js')
  const problem = { code, severity: 'error' as const, path, message, ...details }
  const [first, ...rest] = await diagnosticsOf([problem], options, origin)
  return new TerraneError([first!, ...rest])
}

/** The path of the first string in which a text occurs. */
const pathOf = (value: DocumentValue, text: string): DocumentPath | undefined => {
  if (typeof value === 'string') return value.includes(text) ? [] : undefined
  if (value === null || typeof value !== 'object') return undefined
  const members: readonly (readonly [string | number, DocumentValue])[] = Array.isArray(value)
    ? [...value.entries()]
    : Object.entries(value)
  for (const [step, member] of members) {
    const path = pathOf(member, text)
    if (path !== undefined) return [step, ...path]
  }
  return undefined
}
