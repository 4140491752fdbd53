/** What only one of the two programs has. Without a dialect, what either has is accepted. */

import { isOlder } from '../../version.js'
import { parseAddress } from '../address.js'
import { type BarePlace, barePlaces } from '../bare-places.js'
import { argumentedBlocksOf, type Body, blocksOf, isSet, nested } from '../blocks.js'
import { type DocumentPath, type DocumentProblem, invalid, type Surroundings } from '../problem.js'
import type { TerraformDocument } from '../shape.js'
import { isTemplate } from '../template/scan.js'

type Dialect = NonNullable<Surroundings['dialect']>

/** A program that is going to read the document. */
export interface Program {
  readonly dialect: Dialect
  readonly version: string
}

/** The version from which on each of the two has it; absent where one has not. */
type Since = Readonly<Partial<Record<Dialect, string>>>

interface Feature {
  readonly path: DocumentPath
  readonly what: string
  readonly since: Since
}

export const checkDialect = (
  document: TerraformDocument,
  places: readonly BarePlace[],
  { dialect }: Surroundings,
): readonly DocumentProblem[] =>
  dialect === undefined
    ? []
    : featuresOf(document, places)
        .filter(({ since }) => since[dialect] === undefined)
        .map(feature =>
          notThere(feature, dialect, `this project is for ${nameOf[dialect]} (terrane.dialect)`),
        )

/** What the program that is about to read a document does not have, or not yet. */
export const checkProgram = (
  document: TerraformDocument,
  { dialect, version }: Program,
): readonly DocumentProblem[] =>
  featuresOf(document, barePlaces(document)).flatMap(feature => {
    const since = feature.since[dialect]
    if (since === undefined) return [notThere(feature, dialect, `this is ${nameOf[dialect]} ${version}`)]
    return isOlder(version, since)
      ? [
          invalid(
            feature.path,
            `${nameOf[dialect]} ${version} has no ${feature.what}.`,
            `${nameOf[dialect]} has it since ${since}`,
          ),
        ]
      : []
  })

const notThere = ({ path, what, since }: Feature, dialect: Dialect, because: string): DocumentProblem => {
  const other = dialect === 'tofu' ? 'terraform' : 'tofu'
  return invalid(
    path,
    `${nameOf[dialect]} has no ${what}.`,
    `${nameOf[other]} has it since ${since[other]}; ${because}.`,
  )
}

const nameOf: Readonly<Record<Dialect, string>> = { tofu: 'OpenTofu', terraform: 'Terraform' }

const ephemeral: Since = { terraform: '1.10', tofu: '1.11' }

/** Terraform 1.x has it for experiments, the argument of that name; OpenTofu the block. */
const language: Since = { terraform: '1.0', tofu: '1.12' }

const featuresOf = (document: TerraformDocument, places: readonly BarePlace[]): readonly Feature[] => [
  ...['resource', 'data', 'ephemeral', 'module'].flatMap(kind =>
    argumentedBlocksOf(document, kind).flatMap(block =>
      nested(block, 'lifecycle').flatMap(lifecycle => [
        ...member(lifecycle, 'enabled', 'argument "enabled" in lifecycle blocks', { tofu: '1.11' }),
        ...member(lifecycle, 'action_trigger', 'block "action_trigger" in lifecycle blocks', {
          terraform: '1.14',
        }),
        ...template(lifecycle, 'prevent_destroy', 'template for "prevent_destroy"', { tofu: '1.12' }),
      ]),
    ),
  ),
  ...blocksOf(document, 'module').flatMap(block => [
    ...member(block, 'lifecycle', 'lifecycle blocks in module calls', { tofu: '1.11' }),
    ...member(block, 'ignore_nested_deprecations', 'argument "ignore_nested_deprecations"', {
      terraform: '1.15',
    }),
  ]),
  ...blocksOf(document, 'action').map(({ path }) => ({
    path,
    what: 'action blocks',
    since: { terraform: '1.14' },
  })),
  ...blocksOf(document, 'ephemeral').map(({ path }) => ({
    path,
    what: 'ephemeral resources',
    since: ephemeral,
  })),
  ...['variable', 'output'].flatMap(kind =>
    blocksOf(document, kind).flatMap(block =>
      member(block, 'ephemeral', `argument "ephemeral" in ${kind} blocks`, ephemeral),
    ),
  ),
  ...blocksOf(document, 'provider').flatMap(block =>
    member(block, 'for_each', 'argument "for_each" in provider blocks', { tofu: '1.9' }),
  ),
  ...blocksOf(document, 'terraform').flatMap(block => [
    ...member(block, 'language', 'argument or block "language"', language),
    ...member(block, 'encryption', 'block "encryption"', { tofu: '1.7' }),
    ...member(block, 'state_store', 'block "state_store"', { terraform: '1.14, as an experiment' }),
  ]),
  ...blocksOf(document, 'removed').flatMap(block =>
    member(block, 'connection', 'connection blocks in removed blocks', { terraform: '1.9' }),
  ),
  ...places
    .filter(({ kind, text }) => kind === 'provider' && hasKey(text))
    .map(({ path }) => ({
      path,
      what: 'keys of provider configurations, such as aws.by_region["eu"]',
      since: { tofu: '1.9' },
    })),
]

const member = ({ members, path }: Body, name: string, what: string, since: Since): readonly Feature[] =>
  members[name] === undefined || (isSet(members[name]) && Object.keys(members[name]).length === 0)
    ? []
    : [{ path: [...path, name], what, since }]

const template = (body: Body, name: string, what: string, since: Since): readonly Feature[] => {
  const value = body.members[name]
  return typeof value === 'string' && isTemplate(value) ? member(body, name, what, since) : []
}

const hasKey = (text: string): boolean => parseAddress(text)?.some(step => 'key' in step) ?? false
