/** From a place that Terraform names to the lines of Nix that the value there comes from. Runs nothing. */
import { existsSync, readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Label, Position } from '../contracts/diagnostic.js'
import { provenanceOf } from '../modules/provenance.js'
import type { ValuePath } from '../modules/value-path.js'
import { locateDefinitions } from '../nix/locate.js'

import type { SitePath } from '../nix/sites/definition-sites.js'
import { hostOptionOf } from '../nixos/host-option.js'

import { pathAtLine } from '../terraform/document/path-at-line.js'
import type { Locate, TerraformPlace } from '../terraform/driver/context.js'
import { fileInCheckout } from './flake.js'
import type { Prepared } from './prepare.js'

/** Finds places for the diagnostics of tofu/terraform; none where nobody knows what the document was made of. */
export const locateIn =
  (project: Located): Locate =>
  place => {
    const elsewhere = inOtherFile(place, project.folder.path)
    if (elsewhere !== undefined) return [{ position: elsewhere }]
    const labels = blocksOf(place, project.text).flatMap(each => labelsOf(each, project))
    return distinct(labels).slice(0, most)
  }

/** Where a value of the document is defined: none where nobody knows. Runs nothing. */
export const labelsOfPath = (project: Sources, path: readonly (string | number)[]): readonly Label[] =>
  distinct(asPlace(path).flatMap(place => labelsOf(place, project))).slice(0, most)

const labelsOf = ({ path, least }: DocumentPlace, { definitions, entries }: Sources): readonly Label[] => {
  const option = hostOptionOf(path, Object.keys(definitions?.hosts ?? {}))
  if (option !== undefined)
    return labelsIn(
      entries.flatMap(entry => (entry.kind === 'file' ? [entry.path] : [])),
      option,
    )
  const origin = definitions === undefined ? undefined : provenanceOf(definitions, path)
  // A block that is only in the state any more.
  if (origin === undefined || origin.path.length < least) return []
  const flake = entries.find(entry => entry.kind === 'flake')
  const files = origin.definitions
    .filter(({ status }) => status === 'used')
    .map(({ file }) => (flake === undefined ? file : fileInCheckout(file, flake.flake)))
  const steps = origin.path.map(step => (typeof step === 'string' ? step : step.entry))
  return labelsIn([...new Set(files)], steps)
}

type Sources = Pick<Prepared, 'definitions' | 'entries'>

type Located = Pick<Prepared, 'definitions' | 'text' | 'entries' | 'folder'>

const most = 3

const labelsIn = (files: readonly string[], path: SitePath): readonly Label[] =>
  files.flatMap(file => placesIn(file, path)).map(position => ({ position }))

const placesIn = (file: string, path: SitePath): readonly Position[] => {
  if (!file.startsWith('/')) return []
  try {
    return locateDefinitions(readFileSync(file, 'utf8'), path, file)
  } catch {
    return []
  }
}

const distinct = (labels: readonly Label[]): readonly Label[] => [
  ...new Map(labels.map(label => [JSON.stringify(label.position), label])).values(),
]

/** What a module in a folder of its own is made of has no Nix: Terraform's place is the one. */
const inOtherFile = ({ file, line, column = 1 }: TerraformPlace, folder: string): Position | undefined => {
  if (file === undefined || line === undefined) return undefined
  const path = resolve(folder, file)
  return existsSync(path) ? { file: path, line, column } : undefined
}

/** A place in the document. `least`: so many steps of it must be defined, or it is that of something else. */
interface DocumentPlace {
  readonly path: ValuePath
  readonly least: number
}

/**
 * Terraform's own position can be that of another attribute; the block that it names is right. So the line counts only
 * where it lies in that block. Where it names none, its words may name some.
 */
const blocksOf = (place: TerraformPlace, text: string): readonly DocumentPlace[] => {
  const block = blockOf(place)
  const isInDocument = place.file === undefined && place.line !== undefined
  const atLine = isInDocument ? pathAtLine(text, place.line!) : undefined
  const isInBlock = atLine !== undefined && isWithin(atLine, block ?? [])
  const path = isInBlock ? atLine : block
  if (path !== undefined) return asPlace(path, block)
  return (place.mentioned ?? []).flatMap(address => asPlace(blockOfAddress(address)))
}

const asPlace = (
  [first, ...rest]: readonly (string | number)[],
  block: readonly (string | number)[] = [first ?? '', ...rest],
): readonly DocumentPlace[] =>
  typeof first === 'string'
    ? [{ path: [first, ...rest], least: Math.min(labelCounts[first] ?? 1, block.length) }]
    : []

/** So many names are an object of its own; in blocks below, lists and sets may be what a function made. */
const labelCounts: Readonly<Record<string, number>> = {
  resource: 3,
  data: 3,
  ephemeral: 3,
  module: 2,
  variable: 2,
  output: 2,
  provider: 2,
  check: 2,
}

/** Of what can be written as one or as a list, the two may not agree about places in lists. */
const isWithin = (path: readonly (string | number)[], block: readonly (string | number)[]): boolean => {
  const names = path.filter(step => typeof step === 'string')
  return block.filter(step => typeof step === 'string').every((name, index) => name === names[index])
}

/** The block of the document: of a resource inside a module, the module's. */
const blockOf = ({ context, address }: TerraformPlace): readonly (string | number)[] | undefined =>
  context !== undefined && !context.includes('"')
    ? steps(context)
    : address === undefined
      ? undefined
      : blockOfAddress(address)

/** `resource.aws_instance.web.ebs_block_device[0]` */
const steps = (context: string): readonly (string | number)[] =>
  context
    .split('.')
    .flatMap(part => part.split(/\[(\d+)\]/).map((step, index) => (index % 2 === 0 ? step : Number(step))))
    .filter(step => step !== '')

/** Of a resource inside a module, the module. */
export const blockOfAddress = (address: string): readonly string[] => {
  const names = address.replace(/\[(?:"(?:[^"\\]|\\.)*"|\d+)\]/g, '').split('.')
  if (names[0] === 'module') return names.slice(0, 2)
  return names[0] === 'data' || names[0] === 'ephemeral'
    ? names.slice(0, 3)
    : ['resource', ...names.slice(0, 2)]
}
