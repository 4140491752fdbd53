/** A project whose document is made. */
import type { DefinitionsDocument, DescribedStack } from '../modules/definitions.js'
import type { DeployManifest } from '../nixos/manifest.js'
import { type DocumentFacts, readDocumentFacts } from '../terraform/driver/document-facts.js'
import type { Compiled } from './compile.js'
import type { Entry } from './entry.js'
import { refuseLeak } from './leak.js'
import type { Read } from './stacks/remote-states.js'
import type { WorkFolder } from './work-folder.js'

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
  /** Of a stack. */
  readonly stack?: StackLinks
}

/** What a stack has to do with others. */
export interface StackLinks {
  /** What it reads of others, each output once. */
  readonly reads: readonly Read[]
  /** What is promised of its outputs, by name. */
  readonly promises: DescribedStack['outputs']
}

/** What was compiled, in its work folder. Throws `state-would-leak`. */
export const preparedProject = (
  { text, dialect, definitions, manifest }: Compiled,
  entries: readonly Entry[],
  folder: WorkFolder,
): Prepared => {
  const facts = once(() => readDocumentFacts(text))
  refuseLeak(entries, folder, facts)
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

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}
