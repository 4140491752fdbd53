/** From what the user named to a document in the work folder, ready to be driven. */

import { failure } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import type { DefinitionsDocument } from '../modules/definitions.js'
import type { DeployManifest } from '../nixos/manifest.js'
import { type DocumentFacts, readDocumentFacts } from '../terraform/driver/document-facts.js'
import { readIfThere, writeAtomically } from './atomic-write.js'
import type { Compile } from './compile.js'
import { compileTelling } from './compile-only.js'
import type { PrepareOptions } from './compile-options.js'
import { type Entry, resolveEntries } from './entry.js'
import { keepForeignDocument } from './foreign-document.js'
import { refuseLeak } from './leak.js'
import { writeManifest, writtenManifest } from './manifest-file.js'
import { claimWorkFolder, documentPath, type WorkFolder, workFolderOf } from './work-folder.js'

export interface Prepared {
  readonly folder: WorkFolder
  readonly entries: readonly Entry[]
  /** The text of config.tf.json. */
  readonly text: string
  /** Read from the text when they are first asked for: a compile alone has no need of them. */
  readonly facts: () => DocumentFacts
  readonly dialect?: 'tofu' | 'terraform'
  /** The project's NixOS hosts. Absent where it has none. */
  readonly manifest?: DeployManifest
  /** Where the document's values come from. Absent where nobody knows. */
  readonly definitions?: DefinitionsDocument
}

/**
 * Finds the entries, takes the work folder for them, compiles. Warnings are emitted. Writes no document yet: that is
 * for who holds the folder's lock. Throws `entry-missing`, `work-folder-owned`, `state-would-leak`, and what `compile`
 * throws.
 */
export const prepare = async (options: PrepareOptions, compile: Compile, emit: Emit): Promise<Prepared> => {
  const { files, workdir, ...rest } = options
  const entries = resolveEntries(files, options.cwd)
  const folder = workFolderOf(entries, workdir, options.cwd)
  claimWorkFolder(folder)
  const compiled = await compileTelling({ ...rest, entries, workFolder: folder.path }, compile, emit)
  const facts = once(() => readDocumentFacts(compiled.text))
  refuseLeak(entries, folder, facts)
  const { text, dialect, definitions, manifest } = compiled
  return {
    folder,
    entries,
    text,
    facts,
    ...(dialect === undefined ? {} : { dialect }),
    ...(definitions === undefined ? {} : { definitions }),
    ...(manifest === undefined ? {} : { manifest }),
  }
}

/**
 * The project as it was last compiled: for commands that ask about what is there. Undefined when there is no document
 * yet. Throws `entry-missing`, `work-folder-owned`.
 */
export const prepared = async (
  options: Pick<PrepareOptions, 'files' | 'workdir' | 'cwd'>,
): Promise<Prepared | undefined> => {
  const entries = resolveEntries(options.files, options.cwd)
  const folder = workFolderOf(entries, options.workdir, options.cwd)
  const text = readIfThere(documentPath(folder.path))
  if (text === undefined) return undefined
  claimWorkFolder(folder)
  const facts = factsOf(text, folder)
  const manifest = await writtenManifest(folder.path)
  return { folder, entries, text, facts: () => facts, ...(manifest === undefined ? {} : { manifest }) }
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
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
