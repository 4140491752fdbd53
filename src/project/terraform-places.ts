/** From a place that Terraform names to the lines of Nix that the value there comes from. Runs nothing. */
import { readFileSync } from 'node:fs'
import type { Label, Position } from '../contracts/diagnostic.js'
import { provenanceOf } from '../modules/provenance.js'
import type { ValuePath } from '../modules/value-path.js'
import { locateDefinitions } from '../nix/locate.js'
import { pathAtLine } from '../terraform/document/path-at-line.js'
import type { Locate, TerraformPlace } from '../terraform/driver/context.js'
import { fileInCheckout } from './flake.js'
import type { Prepared } from './prepare.js'

/** Finds places for the diagnostics of tofu/terraform; none where nobody knows what the document was made of. */
export const locateIn =
  ({ definitions, text, entries }: Pick<Prepared, 'definitions' | 'text' | 'entries'>): Locate =>
  place => {
    const block = blockOf(place)
    const path = pathOf(place, block, text)
    const origin =
      path === undefined || definitions === undefined ? undefined : provenanceOf(definitions, path)
    // A block that is only in the state any more.
    if (origin === undefined || origin.path.length < (block?.length ?? 1)) return []
    const flake = entries.find(entry => entry.kind === 'flake')
    const files = origin.definitions
      .filter(({ status }) => status === 'used')
      .map(({ file }) => (flake === undefined ? file : fileInCheckout(file, flake.flake)))
    // A place in a list, and what only Terraform knows, have no name in Nix.
    const names = origin.path.filter(step => typeof step === 'string')
    return labelsIn([...new Set(files)], names)
  }

const most = 3

const labelsIn = (files: readonly string[], names: readonly string[]): readonly Label[] =>
  files
    .flatMap(file => placesIn(file, names))
    .slice(0, most)
    .map(position => ({ position }))

const placesIn = (file: string, names: readonly string[]): readonly Position[] => {
  if (!file.startsWith('/')) return []
  try {
    return locateDefinitions(readFileSync(file, 'utf8'), names, file)
  } catch {
    return []
  }
}

/**
 * Terraform's own position can be that of another attribute; the block that it names is right. So the line counts only
 * where it lies in that block.
 */
const pathOf = (
  { line }: TerraformPlace,
  block: readonly string[] | undefined,
  text: string,
): ValuePath | undefined => {
  const atLine = line === undefined ? undefined : pathAtLine(text, line)
  const isInBlock = atLine !== undefined && (block ?? []).every((name, index) => name === atLine[index])
  const [first, ...rest] = (isInBlock ? atLine : block) ?? []
  return typeof first === 'string' ? [first, ...rest] : undefined
}

/** The block of the document: of a resource inside a module, the module's. */
export const blockOf = ({ context, address }: TerraformPlace): readonly string[] | undefined => {
  if (context !== undefined) return context.split('.')
  if (address === undefined) return undefined
  const names = address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '').split('.')
  if (names[0] === 'module') return names.slice(0, 2)
  return names[0] === 'data' || names[0] === 'ephemeral'
    ? names.slice(0, 3)
    : ['resource', ...names.slice(0, 2)]
}
