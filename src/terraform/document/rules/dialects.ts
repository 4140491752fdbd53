/** What only one of the two programs has. Without a dialect, what either has is accepted. */

import { parseAddress } from '../address.js'
import type { BarePlace } from '../bare-places.js'
import { argumentedBlocksOf, type Body, blocksOf, isSet, nested } from '../blocks.js'
import { type DocumentPath, type DocumentProblem, invalid, type Surroundings } from '../problem.js'
import type { TerraformDocument } from '../shape.js'
import { isTemplate } from '../template/scan.js'

type Dialect = NonNullable<Surroundings['dialect']>

interface Feature {
  readonly path: DocumentPath
  readonly what: string
  readonly has: Dialect
  readonly since: string
}

export const checkDialect = (
  document: TerraformDocument,
  places: readonly BarePlace[],
  { dialect }: Surroundings,
): readonly DocumentProblem[] =>
  dialect === undefined
    ? []
    : featuresOf(document, places)
        .filter(feature => feature.has !== dialect)
        .map(({ path, what, has, since }) =>
          invalid(
            path,
            `${nameOf[dialect]} has no ${what}.`,
            `${nameOf[has]} has it since ${since}; this project is for ${nameOf[dialect]} (terrane.dialect).`,
          ),
        )

const nameOf: Readonly<Record<Dialect, string>> = { tofu: 'OpenTofu', terraform: 'Terraform' }

const featuresOf = (document: TerraformDocument, places: readonly BarePlace[]): readonly Feature[] => [
  ...['resource', 'data', 'ephemeral', 'module'].flatMap(kind =>
    argumentedBlocksOf(document, kind).flatMap(block =>
      nested(block, 'lifecycle').flatMap(lifecycle => [
        ...member(lifecycle, 'enabled', 'argument "enabled" in lifecycle blocks', 'tofu', '1.11'),
        ...member(
          lifecycle,
          'action_trigger',
          'block "action_trigger" in lifecycle blocks',
          'terraform',
          '1.14',
        ),
        ...template(lifecycle, 'prevent_destroy', 'template for "prevent_destroy"', 'tofu', '1.12'),
      ]),
    ),
  ),
  ...blocksOf(document, 'module').flatMap(block => [
    ...member(block, 'lifecycle', 'lifecycle blocks in module calls', 'tofu', '1.11'),
    ...member(
      block,
      'ignore_nested_deprecations',
      'argument "ignore_nested_deprecations"',
      'terraform',
      '1.15',
    ),
  ]),
  ...blocksOf(document, 'provider').flatMap(block =>
    member(block, 'for_each', 'argument "for_each" in provider blocks', 'tofu', '1.9'),
  ),
  ...blocksOf(document, 'terraform').flatMap(block => [
    ...member(block, 'encryption', 'block "encryption"', 'tofu', '1.7'),
    ...member(block, 'state_store', 'block "state_store"', 'terraform', '1.14, as an experiment'),
  ]),
  ...blocksOf(document, 'removed').flatMap(block =>
    member(block, 'connection', 'connection blocks in removed blocks', 'terraform', '1.9'),
  ),
  ...places
    .filter(({ kind, text }) => kind === 'provider' && hasKey(text))
    .map(({ path }) => ({
      path,
      what: 'keys of provider configurations, such as aws.by_region["eu"]',
      has: 'tofu' as const,
      since: '1.9',
    })),
]

const member = (
  { members, path }: Body,
  name: string,
  what: string,
  has: Dialect,
  since: string,
): readonly Feature[] =>
  members[name] === undefined || (isSet(members[name]) && Object.keys(members[name]).length === 0)
    ? []
    : [{ path: [...path, name], what, has, since }]

const template = (
  body: Body,
  name: string,
  what: string,
  has: Dialect,
  since: string,
): readonly Feature[] => {
  const value = body.members[name]
  return typeof value === 'string' && isTemplate(value) ? member(body, name, what, has, since) : []
}

const hasKey = (text: string): boolean => parseAddress(text)?.some(step => 'key' in step) ?? false
