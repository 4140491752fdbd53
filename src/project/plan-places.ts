/**
 * From an attribute that a plan changes to the lines of Nix that ask for its value: by way of the document, which is what
 * Terraform has read, and of the record of where the document's values come from. Runs nothing.
 */
import { readFileSync } from 'node:fs'
import type { Position } from '../contracts/diagnostic.js'
import { provenanceOf } from '../modules/provenance.js'
import { type Locator, locator } from '../nix/locate.js'
import { fileInCheckout } from './flake.js'
import type { Prepared } from './prepare.js'
import { blockOfAddress } from './terraform-places.js'

type Step = string | number

/**
 * The places for an attribute of a resource, by the path that the plan has; of the resource itself for no path. None for
 * what nobody asks for in Nix: what a provider computes, a default, what lies in a module of Terraform's.
 */
export type LocateAttribute = (address: string, path: readonly Step[]) => readonly Position[]

/** More places than these for one value only confuse. */
const most = 2

export const locateAttributes = ({
  definitions,
  text,
  entries,
}: Pick<Prepared, 'definitions' | 'text' | 'entries'>): LocateAttribute => {
  if (definitions === undefined) return () => []
  const flake = entries.find(entry => entry.kind === 'flake')
  let document: unknown
  const locators = remembering((file: string) =>
    open(flake === undefined ? file : fileInCheckout(file, flake.flake)),
  )
  const places = remembering((key: string) => {
    const [files, names, depth] = JSON.parse(key) as readonly [readonly string[], readonly string[], number]
    return files.flatMap(file => placesIn(locators(file), names, depth)).slice(0, most)
  })
  return (address, path) => {
    const block = blockOfAddress(address)
    if (block[0] === 'module' && path.length > 0) return []
    document ??= JSON.parse(text)
    const whole = pathInDocument(document, block, path)
    if (whole === undefined) return []
    const origin = provenanceOf(definitions, whole)
    if (origin === undefined || origin.path.length < block.length + (path.length > 0 ? 1 : 0)) return []
    const used = origin.definitions.filter(({ status }) => status === 'used').map(({ file }) => file)
    // A place in a list has no name in Nix.
    const names = origin.path.filter(step => typeof step === 'string')
    return places(JSON.stringify([[...new Set(used)], names, block.length]))
  }
}

const open = (file: string): Locator | undefined => {
  if (!file.startsWith('/')) return undefined
  try {
    return locator(readFileSync(file, 'utf8'), file)
  } catch {
    return undefined
  }
}

/** Where the text has the resource only as what a function makes, its attribute may still have a line of its own. */
const placesIn = (
  found: Locator | undefined,
  names: readonly string[],
  depth: number,
): readonly Position[] => {
  if (found === undefined) return []
  const attribute = names[depth]
  if (attribute !== undefined && !found.isWritten(names)) {
    const only = found.onlyBinding(attribute)
    if (only !== undefined) return [only]
  }
  return found.definitions(names)
}

/**
 * A plan has a list for each nested block, the document perhaps the block alone. Undefined where the document has not
 * even the first name of the path.
 */
const pathInDocument = (
  document: unknown,
  block: readonly string[],
  path: readonly Step[],
): readonly [string, ...Step[]] | undefined => {
  let node = document
  for (const name of block) node = member(node, name)
  if (node === undefined) return undefined
  const found: Step[] = []
  for (const step of path) {
    if (typeof step === 'number' && !Array.isArray(node)) continue
    const next = member(node, step)
    if (next === undefined) break
    found.push(step)
    node = next
  }
  const [first, ...rest] = block
  return first === undefined || (path.length > 0 && found.length === 0)
    ? undefined
    : [first, ...rest, ...found]
}

const member = (node: unknown, step: Step): unknown =>
  typeof node === 'object' && node !== null && Object.hasOwn(node, step)
    ? (node as Readonly<Record<Step, unknown>>)[step]
    : undefined

const remembering = <T>(make: (key: string) => T): ((key: string) => T) => {
  const known = new Map<string, T>()
  return key => {
    const before = known.get(key)
    if (before !== undefined) return before
    const made = make(key)
    known.set(key, made)
    return made
  }
}
