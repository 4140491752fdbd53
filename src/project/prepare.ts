/** From what the user named to a document in the work folder, ready to be driven. */

import { failure } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import { type DocumentFacts, readDocumentFacts } from '../terraform/driver/document-facts.js'
import { readIfThere, writeAtomically } from './atomic-write.js'
import type { Compile } from './compile.js'
import type { PrepareOptions } from './compile-options.js'
import { compileTelling } from './compile-telling.js'
import { resolveEntries } from './entry.js'
import { keepForeignDocument } from './foreign-document.js'
import { writeManifest, writtenManifest } from './manifest-file.js'
import { type Prepared, preparedProject } from './prepared-project.js'
import { folderOfStack, forgetStackFolders } from './stacks/stack-folders.js'
import type { StackProject } from './stacks/stack-project.js'
import { stackProject, wholeProject } from './stacks/whole-project.js'
import { claimWorkFolder, documentPath, type WorkFolder, workFolderOf } from './work-folder.js'

export type { Prepared } from './prepared-project.js'

/**
 * Finds the entries, takes the work folder for them, compiles. Warnings are emitted. Writes no document yet: that is
 * for who holds the folder's lock. Throws `entry-missing`, `work-folder-owned`, `state-would-leak`, and what `compile`
 * throws; `stack-unspecified` for a project with stacks, of which `options.stack` names none.
 */
export const prepare = async (options: PrepareOptions, compile: Compile, emit: Emit): Promise<Prepared> => {
  if (options.stack === undefined) return (await prepareProject(options, compile, emit)) as Prepared
  const { prepareStacks } = await import('./stacks/prepare-stacks.js')
  const project = await wholeProject(options, compile, emit)
  const { all } = await prepareStacks(project, [options.stack], compile, emit)
  return all.get(options.stack)!.project
}

/** The same for who can do with a project that has stacks: of these, only what the project says is known afterwards. */
export const prepareAny = async (
  options: PrepareOptions,
  compile: Compile,
  emit: Emit,
): Promise<Prepared | StackProject> =>
  options.stack === undefined
    ? await prepareProject({ ...options, takesStacks: true }, compile, emit)
    : await prepare(options, compile, emit)

const prepareProject = async (
  options: PrepareOptions,
  compile: Compile,
  emit: Emit,
): Promise<Prepared | StackProject> => {
  const { files, workdir, ...rest } = options
  const entries = resolveEntries(files, options.cwd)
  const folder = workFolderOf(entries, workdir, options.cwd)
  claimWorkFolder(folder)
  const compiled = await compileTelling({ ...rest, entries, workFolder: folder.path }, compile, emit)
  if (compiled.stacks !== undefined) return stackProject(compiled, compiled.stacks, entries, folder, options)
  forgetStackFolders(folder.path)
  return preparedProject(compiled, entries, folder)
}

/**
 * The project as it was last compiled: for commands that ask about what is there. Undefined when there is no document
 * yet. Throws `entry-missing`, `work-folder-owned`.
 */
export const prepared = async (
  options: Pick<PrepareOptions, 'files' | 'workdir' | 'cwd' | 'stack'>,
): Promise<Prepared | undefined> => {
  const entries = resolveEntries(options.files, options.cwd)
  const whole = workFolderOf(entries, options.workdir, options.cwd)
  const folder = options.stack === undefined ? whole : folderOfStack(whole, entries, options.stack)
  if (folder === undefined) return undefined
  const text = readIfThere(documentPath(folder.path))
  if (text === undefined) return undefined
  claimWorkFolder(folder)
  const facts = factsOf(text, folder)
  const manifest = await writtenManifest(folder.path)
  return { folder, entries, text, facts: () => facts, ...(manifest === undefined ? {} : { manifest }) }
}

const factsOf = (text: string, folder: WorkFolder): DocumentFacts => {
  try {
    return readDocumentFacts(text)
  } catch (cause) {
    throw failure('document-invalid', `${documentPath(folder.path)} is not JSON`, {
      hint: 'terrane compile writes it anew',
      cause,
    })
  }
}

/** Writes the document and the manifest, where they are not there as they are; keeps a document that isn't ours. Throws `file-access`. */
export const writeDocument = (project: Prepared, emit: Emit): void => {
  const path = documentPath(project.folder.path)
  keepForeignDocument(project.folder.path, project.text, emit)
  const changed = writeAtomically(path, project.text)
  emit({ type: 'document_written', path, changed, bytes: Buffer.byteLength(project.text) })
  writeManifest(project.folder.path, project.manifest, emit)
}
