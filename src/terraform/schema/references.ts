/**
 * References to attributes that a resource does not have, by its schema. Terraform tells them after init; where the
 * schema is known they are told here.
 */
import { parseAddress, resourceAddress } from '../document/address.js'
import { type BarePlace, barePlaces } from '../document/bare-places.js'
import { blocksOf, type Block as DocumentBlock, isSet, labelled } from '../document/blocks.js'
import type { DocumentPath } from '../document/problem.js'
import { visitTemplates } from '../document/references/templates.js'
import type { DocumentValue, TerraformDocument } from '../document/shape.js'
import { type Reference, scanTemplate } from '../document/template/scan.js'
import { type Step, stepsAt } from '../document/template/traversal.js'
import type { KnownSchemas, SchemaKind } from './known.js'
import { mismatch, type SchemaProblem } from './problem.js'
import { localProvider, providerSources } from './sources.js'
import { type Flaw, traverseBlock } from './traverse.js'

/** What a reference is to, and what it asks of that. */
interface Asked {
  readonly kind: SchemaKind
  readonly type: string
  readonly label?: string
  /** Behind the label. */
  readonly steps: readonly Step[]
}

/** All references to attributes that schemas lack. */
export const checkReferencesAgainstSchemas = (
  document: TerraformDocument,
  schemas: KnownSchemas,
): readonly SchemaProblem[] => {
  const flawOf = flawFinder(document, schemas)
  const problems: SchemaProblem[] = []
  // Generated resources have the same texts.
  const known = new Map<string, readonly Asked[]>()
  const askedIn = (text: string): readonly Asked[] => {
    const asked = known.get(text) ?? readTemplate(text)
    known.set(text, asked)
    return asked
  }
  const flaws = new Map<Asked, AtPath | undefined>()
  const check = (asked: Asked, path: () => DocumentPath): void => {
    if (!flaws.has(asked)) flaws.set(asked, flawOf(asked))
    const found = flaws.get(asked)
    if (found !== undefined) problems.push(found(path()))
  }

  visitTemplates(document, (text, path, scope) => {
    for (const asked of askedIn(text)) {
      if (scope.iterators.has(asked.type)) continue
      if (asked.type !== self) check(asked, path)
      else if (scope.self) {
        const own = ownType(path())
        if (own !== undefined) check({ ...asked, ...own }, path)
      }
    }
  })
  for (const place of barePlaces(document)) {
    const asked = askedOf(place)
    if (asked !== undefined) check(asked, () => place.path)
  }
  return problems
}

/** In place of a type, for a reference to the resource that it stands in. */
const self = 'self'

const readTemplate = (text: string): readonly Asked[] => {
  const { references, ends = [] } = scanTemplate(text)
  return references.flatMap((reference, index) => {
    const asked = readReference(reference, stepsAt(text, ends[index] ?? text.length))
    return asked === undefined || asked.steps.length === 0 ? [] : [asked]
  })
}

const otherRoots = new Set(['var', 'local', 'module', 'each', 'count', 'path', 'terraform', 'tofu', 'action'])

const readReference = ([root, ...names]: Reference, behind: readonly Step[]): Asked | undefined => {
  if (otherRoots.has(root)) return undefined
  const steps = (from: number): readonly Step[] => [
    ...names.slice(from).map(name => ({ kind: 'name' as const, name })),
    ...behind,
  ]
  if (root === self) return { kind: 'resource', type: self, steps: steps(0) }
  if (root === 'resource' || root === 'data' || root === 'ephemeral') {
    const [type, label] = names
    return type === undefined || label === undefined
      ? undefined
      : { kind: root, type, label, steps: steps(2) }
  }
  const [label] = names
  return label === undefined ? undefined : { kind: 'resource', type: root, label, steps: steps(1) }
}

/** The resource around a place of the document. */
const ownType = ([kind, ...rest]: DocumentPath): Pick<Asked, 'kind' | 'type'> | undefined => {
  const [type] = rest.filter(step => typeof step === 'string')
  return type !== undefined && (kind === 'resource' || kind === 'data' || kind === 'ephemeral')
    ? { kind, type }
    : undefined
}

/** What bare addresses ask for: arguments of the resource around, and of others. */
const askedOf = ({ kind, path, text }: BarePlace): Asked | undefined => {
  const steps = parseAddress(text)
  if (steps === undefined) return undefined
  const asSteps = (all: typeof steps): readonly Step[] =>
    all.map(step => ('name' in step ? { kind: 'name', name: step.name } : { kind: 'index', constant: true }))
  if (kind === 'attribute') {
    const own = ownType(path)
    return own === undefined ? undefined : { ...own, steps: asSteps(steps) }
  }
  const address = kind === 'trigger' ? resourceAddress(steps) : undefined
  return address === undefined || address.modules.length > 0
    ? undefined
    : { kind: address.mode, type: address.type, label: address.label, steps: asSteps(address.rest) }
}

type AtPath = (path: DocumentPath) => SchemaProblem

/** What is wrong with a reference, if anything is; looked into once for all that are alike. */
const flawFinder = (document: TerraformDocument, schemas: KnownSchemas) => {
  const sources = providerSources(document)
  const blocks = blockFinder(document)
  return ({ kind, type, label, steps }: Asked): AtPath | undefined => {
    const block = label === undefined ? undefined : blocks(kind, type, label)
    const local = localProvider(type, block ?? { path: [], members: {} })
    const provider = local === undefined ? undefined : schemas.get(sources(local))
    const schema = provider?.schema(kind, type)
    if (provider === undefined || schema === undefined) return undefined
    const found = traverseBlock(schema.block ?? {}, withoutInstance(steps))
    return found === undefined ? undefined : problemAt(found, addressOf(kind, type, label), provider.name)
  }
}

/** `aws_vpc.main[0].id` asks one of several for its id. */
const withoutInstance = (steps: readonly Step[]): readonly Step[] =>
  steps[0] === undefined || steps[0].kind === 'name' ? steps : steps.slice(1)

const addressOf = (kind: SchemaKind, type: string, label: string | undefined): string =>
  label === undefined ? type : `${kind === 'resource' ? '' : `${kind}.`}${type}.${label}`

const problemAt =
  ({ message, hint }: Flaw, address: string, provider: string): AtPath =>
  path => ({
    ...mismatch(path, `Unsupported attribute of ${address}: ${message}`, hint),
    notes: [`by the schema of ${provider}`],
  })

const blockFinder = (document: TerraformDocument) => {
  const kinds = new Map<SchemaKind, ReadonlyMap<string, DocumentBlock>>()
  const byAddress = (kind: SchemaKind): ReadonlyMap<string, DocumentBlock> => {
    const inChecks =
      kind !== 'data'
        ? []
        : blocksOf(document, 'check').flatMap(({ members, path }) =>
            labelled('data', members.data, [...path, 'data'], 2),
          )
    return new Map([...blocksOf(document, kind), ...inChecks].map(block => [block.labels.join('.'), block]))
  }
  return (kind: SchemaKind, type: string, label: string): DocumentBlock | undefined => {
    const members = memberOf(memberOf(document[kind], type), label)
    if (isSet(members)) return { kind, labels: [type, label], path: [kind, type, label], members }
    // Written otherwise, or within a check.
    const known = kinds.get(kind) ?? byAddress(kind)
    kinds.set(kind, known)
    return known.get(`${type}.${label}`)
  }
}

const memberOf = (set: DocumentValue | undefined, name: string): DocumentValue | undefined =>
  isSet(set) && Object.hasOwn(set, name) ? set[name] : undefined
