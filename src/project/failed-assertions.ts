/** Failing `assertions`: each at the place where it was written, or, of terrane's own, at the definitions it is about. */

import type { Diagnostic, Label } from '../contracts/diagnostic.js'
import type { FailedAssertion } from '../modules/definitions.js'
import { pathComponents } from '../nix/option-chain.js'
import { inCharacters } from '../nix/place-in-characters.js'
import { definitionSites } from '../nix/sites/definition-sites.js'
import { moduleFiles } from '../nix/sites/module-files.js'
import type { CompileOptions } from './compile-options.js'
import { nixFolder } from './nix-folder.js'

export const assertionDiagnostics = (
  failed: readonly FailedAssertion[],
  { entries, lib }: CompileOptions,
): readonly Diagnostic[] => {
  const isForeign = (file: string) =>
    [nixFolder(), ...(lib === undefined ? [] : [lib])].some(folder => file.startsWith(`${folder}/`))
  const entryFiles = entries.flatMap(entry => (entry.kind === 'file' ? [entry.path] : []))
  return failed.map(({ message, position }) => ({
    code: 'module-assertion',
    severity: 'error',
    message: `Failed assertion: ${message.trim()}`,
    labels:
      position !== null && !isForeign(position.file)
        ? [{ position: inCharacters(position) }]
        : definitionsOf(message, entryFiles),
  }))
}

/** What the assertions of terrane's modules, and of nixpkgs' mkRemovedOptionModule, are about. */
const subjects: readonly (readonly [RegExp, (found: RegExpExecArray) => readonly string[]])[] = [
  [/^You defined multiple backends/, () => ['backend']],
  [/^You defined multiple terraform_states/, () => ['remote_state']],
  // Of the catalogue.
  [/^((?:nixos\.images|securityGroups)\.[^:\s]+): /, ([, name]) => pathComponents(name!)],
  [/^The option definition `(.*?)' in .* no longer has any effect/, ([, name]) => pathComponents(name!)],
]

/** Where in the document it is that assertions of terrane's modules tell of, so that nobody tells of it again. */
export const documentPathsOf = (failed: readonly FailedAssertion[]): readonly (readonly string[])[] =>
  failed.flatMap(({ message }) => (message.startsWith('You defined multiple backends') ? [backend] : []))

const backend = ['terraform', 'backend']

const definitionsOf = (message: string, entryFiles: readonly string[]): readonly Label[] => {
  for (const [pattern, pathOf] of subjects) {
    const found = pattern.exec(message)
    if (found === null) continue
    const path = pathOf(found)
    return [...moduleFiles(entryFiles).values()]
      .flatMap(tree => definitionSites(tree, path))
      .map(({ position }) => ({ position }))
  }
  return []
}
