/**
 * What may be said once only: Terraform refuses a second resource, variable, output … of one name
 * (internal/configs/module.go). Written as modules the two would become one, without a word.
 */
import { basename, dirname } from 'node:path'
import { type Diagnostic, type Label, TerraneError } from '../../contracts/diagnostic.js'
import { placeAt } from '../../terraform/hcl/place.js'
import type { Argument, Block, Body, Item } from '../../terraform/hcl/syntax.js'
import type { HclFile } from './hcl-files.js'
import type { ReadFile } from './read-files.js'

/** Something that has a name. */
interface Named {
  /** `resource "aws_vpc" "main"`. */
  readonly what: string
  readonly file: HclFile
  readonly item?: Item
}

/** Throws `hcl-unconverted` with both places of everything that is there twice. */
export const refuseRepeated = (read: readonly ReadFile[]): void => {
  const met = new Map<string, Named>()
  const repeated: Diagnostic[] = []
  for (const named of read.flatMap(namedIn)) {
    const earlier = met.get(named.what)
    if (earlier === undefined) met.set(named.what, named)
    else if (!isSameValue(earlier, named)) repeated.push(diagnosticOf(earlier, named))
  }
  const [first, ...others] = repeated
  if (first !== undefined) throw new TerraneError([first, ...others])
}

const namedIn = ({ file, body, json }: ReadFile): readonly Named[] =>
  body === undefined
    ? namedInJson(json as object).map(what => ({ what, file }))
    : file.kind === 'values'
      ? body.items.flatMap(item =>
          item.kind === 'argument' ? [{ what: `the variable "${item.name}"`, file, item }] : [],
        )
      : body.items.flatMap(item => (item.kind === 'block' ? namedByBlock(item, file) : []))

const labelled: Readonly<Record<string, number>> = {
  resource: 2,
  data: 2,
  ephemeral: 2,
  variable: 1,
  output: 1,
  module: 1,
  check: 1,
}

const namedByBlock = (block: Block, file: HclFile): readonly Named[] => {
  const { type, labels, body } = block
  if (type === 'locals')
    return body.items.flatMap(item =>
      item.kind === 'argument' ? [{ what: `the local value "${item.name}"`, file, item }] : [],
    )
  if (type === 'provider') {
    const alias = aliasIn(body)
    return alias === undefined ? [] : [{ what: `provider "${labels[0]}"${alias}`, file, item: block }]
  }
  return Object.hasOwn(labelled, type) && labels.length === labelled[type]
    ? [{ what: `${type} ${labels.map(label => `"${label}"`).join(' ')}`, file, item: block }]
    : []
}

/** Undefined where it can't be told. */
const aliasIn = ({ items }: Body): string | undefined => {
  const alias = items.find((item): item is Argument => item.kind === 'argument' && item.name === 'alias')
  if (alias === undefined) return ''
  const parts = alias.value.kind === 'text' ? alias.value.parts : []
  const [only] = parts
  return parts.length === 1 && only?.kind === 'literal' ? ` with the alias "${only.value}"` : undefined
}

/** A name is in one object of JSON once only: it is other files that may have it as well. */
const namedInJson = (document: object): readonly string[] =>
  Object.entries(labelled).flatMap(([type, count]) => {
    const names = (value: unknown, depth: number): readonly string[] =>
      depth === 0
        ? ['']
        : membersOf(value).flatMap(([name, inner]) =>
            names(inner, depth - 1).map(rest => ` "${name}"${rest}`),
          )
    return names((document as Readonly<Record<string, unknown>>)[type], count).map(rest => `${type}${rest}`)
  })

const membersOf = (value: unknown): readonly (readonly [string, unknown])[] =>
  Array.isArray(value)
    ? value.flatMap(membersOf)
    : value !== null && typeof value === 'object'
      ? Object.entries(value).filter(([name]) => name !== '//')
      : []

/** Of values for variables: the same one may be in several files. */
const isSameValue = ({ item: one }: Named, { file, item: other }: Named): boolean =>
  file.kind === 'values' &&
  one?.kind === 'argument' &&
  other?.kind === 'argument' &&
  plain(one.value) === plain(other.value)

/** Without places, comments, and the way an object is written. */
const plain = (value: unknown): string =>
  JSON.stringify(value, (key, inner: unknown) => {
    if (['at', 'comments', 'trailing', 'apart', 'rest'].includes(key)) return undefined
    return isObject(inner) ? { ...inner, source: undefined } : inner
  })

const isObject = (value: unknown): value is object =>
  value !== null && typeof value === 'object' && 'kind' in value && value.kind === 'object'

const diagnosticOf = (earlier: Named, { what, file, item }: Named): Diagnostic => ({
  code: 'hcl-unconverted',
  severity: 'error',
  message: `${what} ${file.kind === 'values' ? 'has two values' : 'is there twice'}`,
  labels: [
    labelOf({ what, file, ...(item === undefined ? {} : { item }) }, 'again'),
    labelOf(earlier, 'first'),
  ],
  hint:
    file.kind === 'values'
      ? 'Import with one of the files, and give the other with --var-file: Terraform takes the last one.'
      : dirname(earlier.file.path) === dirname(file.path)
        ? 'Terraform refuses that as well: give one of them another name, or remove it.'
        : `${basename(dirname(earlier.file.path))} and ${basename(dirname(file.path))} are configurations of their own: import one folder at a time.`,
})

const labelOf = ({ file, item }: Named, text: string): Label => ({
  position: {
    file: file.path,
    ...(item === undefined ? { line: 1, column: 1 } : placeAt(file.text, item.at)),
  },
  text,
})
