/**
 * A document against the schemas of its providers: what Terraform would say of arguments and blocks once it has started
 * the providers, and some of what the providers would. Pure; test/terraform/schema/against-terraform.test.ts asks a real
 * Terraform about each rule. A provider without a known schema is no reason for a complaint.
 */
import type { Schema } from '../../provider/schema.js'
import { blocksOf, type Block as DocumentBlock, labelled } from '../document/blocks.js'
import { type DocumentPath, isCertain } from '../document/problem.js'
import type { TerraformDocument } from '../document/shape.js'
import { checkBody } from './block.js'
import { type SchemaKind as Kind, type KnownProvider, type KnownSchemas, schemaKinds } from './known.js'
import { deprecated, didYouMean, mismatch, type SchemaProblem } from './problem.js'
import { checkReferencesAgainstSchemas } from './references.js'
import { localProvider, type ProviderSources, providerSources } from './sources.js'

const called: Readonly<Record<Kind, string>> = {
  resource: 'resource type',
  data: 'data source',
  ephemeral: 'ephemeral resource',
}

const common = ['count', 'for_each', 'depends_on', 'provider', 'lifecycle', 'enabled'] as const

/** Arguments and blocks that are the language's. Whether they stand where they may is not asked here. */
const reserved: Readonly<Record<Kind | 'provider', ReadonlySet<string>>> = {
  resource: new Set([...common, 'provisioner', 'connection']),
  data: new Set(common),
  ephemeral: new Set(common),
  provider: new Set(['alias', 'version', 'count', 'for_each', 'depends_on', 'source', 'lifecycle', 'locals']),
}

/**
 * All that is wrong with the arguments and blocks that providers define: providers first, then block by block, then
 * references to attributes.
 */
export const checkAgainstSchemas = (
  document: TerraformDocument,
  schemas: KnownSchemas,
): readonly SchemaProblem[] =>
  [...checkBlocks(document, schemas), ...checkReferencesAgainstSchemas(document, schemas)].map(toTell)

/** What is not in a document, and why nothing may be said of it. */
export interface LeftOut {
  readonly paths: readonly DocumentPath[]
  /** Whether there may be more, nobody knows where. */
  readonly more: boolean
}

/**
 * What is wrong whatever belongs at the paths that are left out of the document: nothing is said of them, of what is
 * missing because of them, nor of anything where it is not certain which provider it is of.
 */
export const checkPartAgainstSchemas = (
  document: TerraformDocument,
  schemas: KnownSchemas,
  { paths, more }: LeftOut,
): readonly SchemaProblem[] => {
  if (paths.some(decidesProviders)) return []
  const uncertain = paths.map(decidedBy)
  return checkBlocks(document, schemas)
    .filter(problem => isCertain(problem, uncertain) && !(more && problem.lacks))
    .map(toTell)
}

const toTell = ({ lacks: _, ...problem }: SchemaProblem): SchemaProblem => problem

/** Whether the source of a provider may be at the path, or below it. */
const decidesProviders = ([block, inner, , member]: DocumentPath): boolean =>
  block === 'terraform' &&
  (inner === undefined || (inner === 'required_providers' && (member === undefined || member === 'source')))

/** A value may decide what is right elsewhere: a provider for the whole block, `dynamic` for the one around it. */
const decidedBy = (path: DocumentPath): DocumentPath => {
  const deciding = path.findIndex((step, place) => place > 2 && (step === 'dynamic' || step === 'provider'))
  return deciding < 0 ? path : path.slice(0, deciding)
}

const checkBlocks = (document: TerraformDocument, schemas: KnownSchemas): readonly SchemaProblem[] => {
  const sources = providerSources(document)
  const providerOf = providerFinder(schemas, sources)
  return [
    ...blocksOf(document, 'provider').flatMap(block => checkProvider(block, schemas, sources)),
    ...schemaKinds.flatMap(kind =>
      blocksOf(document, kind).flatMap(block => checkTyped(kind, block, providerOf(block))),
    ),
    ...blocksOf(document, 'check').flatMap(({ members, path }) =>
      labelled('data', members.data, [...path, 'data'], 2).flatMap(block =>
        checkTyped('data', block, providerOf(block)),
      ),
    ),
  ]
}

const checkProvider = (
  block: DocumentBlock,
  schemas: KnownSchemas,
  sources: ProviderSources,
): readonly SchemaProblem[] => {
  const [name = ''] = block.labels
  const provider = schemas.get(sources(name))
  const schema = provider?.settings()
  if (provider === undefined || schema === undefined) return []
  return by(provider, checkBody(block, [{ name, block: schema.block ?? {} }], reserved.provider))
}

interface OwnProvider {
  readonly source: string
  readonly provider: KnownProvider
}

/** The provider of a block, where its schema is known: looked up once for all blocks that say no more than their type. */
const providerFinder = (schemas: KnownSchemas, sources: ProviderSources) => {
  const find = (type: string, block: DocumentBlock): OwnProvider | undefined => {
    const local = localProvider(type, block)
    const source = local === undefined ? undefined : sources(local)
    const provider = source === undefined ? undefined : schemas.get(source)
    return source === undefined || provider === undefined ? undefined : { source, provider }
  }
  const byType = new Map<string, OwnProvider | undefined>()
  return (block: DocumentBlock): OwnProvider | undefined => {
    const [type = ''] = block.labels
    if (block.members.provider !== undefined) return find(type, block)
    if (!byType.has(type)) byType.set(type, find(type, block))
    return byType.get(type)
  }
}

const nothing: readonly never[] = []

const checkTyped = (
  kind: Kind,
  block: DocumentBlock,
  own: OwnProvider | undefined,
): readonly SchemaProblem[] => {
  if (own === undefined) return nothing
  const { source, provider } = own
  const [type = ''] = block.labels
  const schema = provider.schema(kind, type)
  return by(
    provider,
    schema === undefined
      ? [unknownType(kind, block, source, provider)]
      : checkKnown(kind, block, type, schema),
  )
}

/** Schemas differ between versions of a provider: the problems say by which one they are. */
const by = ({ name }: KnownProvider, problems: readonly SchemaProblem[]): readonly SchemaProblem[] =>
  problems.length === 0
    ? problems
    : problems.map(problem => ({ ...problem, notes: [`by the schema of ${name}`] }))

const checkKnown = (
  kind: Kind,
  block: DocumentBlock,
  type: string,
  { block: schema = {} }: Schema,
): readonly SchemaProblem[] => {
  const problems = checkBody(block, [{ name: type, block: schema }], reserved[kind])
  return schema.deprecated
    ? [deprecated(block.path, `The ${called[kind]} "${type}" is deprecated.`), ...problems]
    : problems
}

const unknownType = (
  kind: Kind,
  { path, labels: [type = ''] }: DocumentBlock,
  source: string,
  provider: KnownProvider,
): SchemaProblem => {
  const other = schemaKinds.find(each => provider.schema(each, type) !== undefined)
  return mismatch(
    path,
    `The provider ${source} does not support ${called[kind]} "${type}".`,
    other !== undefined
      ? `there is a ${called[other]} of this name: write it below "${other}"`
      : didYouMean(type, provider.types(kind)),
  )
}
