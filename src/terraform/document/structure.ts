/**
 * What the JSON Schema of the syntax (schemas/terraform-json.schema.json, compiled by scripts/generate.mjs) says, in
 * Terraform's words: which blocks and arguments there are, what kind of value each takes, what must be there.
 */
import type { ErrorObject } from 'ajv'
import { nearest } from '../../contracts/nearest.js'
import validate from './generated/terraform-json.js'
import { type DocumentPath, type DocumentProblem, invalid } from './problem.js'
import type { DocumentValue, TerraformDocument } from './shape.js'

/** Checks the form of blocks and of the arguments that the language itself defines. */
export const checkStructure = (document: TerraformDocument): readonly DocumentProblem[] =>
  problemsOf(document, () => true)

/** The same of a document of which something is left out: only what is there can be wrong. */
export const checkStructureOfPart = (document: TerraformDocument): readonly DocumentProblem[] =>
  problemsOf(document, ({ keyword }) => keyword !== 'required' && keyword !== 'minProperties')

const problemsOf = (document: TerraformDocument, counts: (error: ErrorObject) => boolean) =>
  validate(document)
    ? []
    : (validate.errors ?? []).filter(counts).flatMap(error => translate(error, document))

interface DefinedSchema {
  /** The name of the definition, which is what it is about. */
  readonly title?: string
  readonly properties?: Readonly<Record<string, unknown>>
}

const translate = (error: ErrorObject, document: TerraformDocument): readonly DocumentProblem[] => {
  const path = pathOf(error.instancePath, document)
  const schema = (error.parentSchema ?? {}) as DefinedSchema
  const name = blockName(path)
  switch (error.keyword) {
    case 'additionalProperties':
      return [unknownMember(path, String(error.params.additionalProperty), schema)]
    case 'required':
      return [missingMember(path, String(error.params.missingProperty), schema)]
    case 'pattern':
      return error.propertyName === undefined
        ? [wrongKind(path, error.data as DocumentValue, schema.title ?? '')]
        : [badName(path, error.propertyName)]
    case 'minProperties':
    case 'minItems':
      return [
        invalid(
          path,
          `At least one object property is required, whose name represents the ${name} block's name.`,
        ),
      ]
    case 'maxProperties':
      return [invalid(path, `A module may have only one ${name} configuration.`)]
    case 'maxItems':
      return [invalid(path, `There may be only one such ${name} block.`)]
    case 'false schema':
      return [
        invalid(
          path,
          path.at(-2) === 'provisioner'
            ? `The "${name}" provisioner has been removed from Terraform.`
            : `The name "${name}" is reserved for use by Terraform and is no argument or block here.`,
        ),
      ]
    case 'type':
      // An integer that a double can't hold, which ajv has never heard of.
      if (typeof error.data === 'bigint' && [error.schema].flat().includes('number')) return []
      return [wrongKind(path, error.data as DocumentValue, schema.title ?? '')]
    case 'enum':
      return [wrongKind(path, error.data as DocumentValue, schema.title ?? '')]
    // Its cause comes as an error of its own.
    default:
      return []
  }
}

/** From a JSON pointer to a path: the document says which numbers are indices. */
const pathOf = (pointer: string, document: TerraformDocument): DocumentPath => {
  let value: DocumentValue | undefined = document
  return pointer
    .split('/')
    .slice(1)
    .map(part => {
      const name = part.replaceAll('~1', '/').replaceAll('~0', '~')
      const step = Array.isArray(value) ? Number(name) : name
      value = (value as Record<string | number, DocumentValue> | undefined)?.[step]
      return step
    })
}

/** The innermost name: what a block or an argument is called. */
const blockName = (path: DocumentPath): string =>
  String(path.findLast(step => typeof step === 'string') ?? '')

const managedOnly = new Set([
  'create_before_destroy',
  'prevent_destroy',
  'ignore_changes',
  'replace_triggered_by',
  'destroy',
])

const unknownMember = (path: DocumentPath, name: string, schema: DefinedSchema): DocumentProblem => {
  const place = [...path, name]
  if (schema.title === 'providerRequirement')
    return invalid(
      place,
      'required_providers objects can only contain "version", "source" and "configuration_aliases" attributes.',
      name === '//' ? 'No comment can stand here.' : 'To configure a provider, use a "provider" block.',
    )
  if (schema.title === 'readLifecycle' && managedOnly.has(name))
    return invalid(
      place,
      `The lifecycle argument "${name}" is defined only for managed resources ("resource" blocks).`,
    )
  if (schema.title === 'outputBlock' && name === 'postcondition')
    return invalid(place, 'Output values can only have preconditions, not postconditions.')
  const known = Object.keys(schema.properties ?? {}).filter(one => one !== '//')
  const similar = nearest(name, known)
  return invalid(
    place,
    `No argument or block type is named "${name}".`,
    similar === undefined ? `What there is: ${known.sort().join(', ')}.` : `did you mean "${similar}"?`,
  )
}

const missingMember = (path: DocumentPath, name: string, schema: DefinedSchema): DocumentProblem =>
  schema.title === 'checkBlock'
    ? invalid(path, 'Check blocks must have at least one assert block.')
    : invalid(path, `The argument "${name}" is required, but no definition was found.`)

const badName = (path: DocumentPath, name: string): DocumentProblem =>
  invalid(
    [...path, name],
    `Invalid name "${name}": a name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes.`,
    name === '//' ? 'Among labels no comment can stand; put it into a block.' : undefined,
  )

const addressRule =
  'A single static variable reference is required: only attribute access and indexing with constant keys.'

/** By definition of the schema: what a place takes, in the words that Terraform has for it. */
const wanted: Readonly<Record<string, string>> = {
  text: 'Unsuitable value: a string is required.',
  literalBoolean: 'Unsuitable value: a bool is required.',
  preventDestroy: 'Unsuitable value: a bool is required.',
  references: 'A static list expression is required.',
  attributeNames: 'A static list expression is required.',
  reference: addressRule,
  importTarget: 'A single reference string is required.',
  importId: 'The import ID must be a string.',
  providerReference:
    'A provider type name is required, optionally followed by a period and then a configuration alias.',
  providerMap: 'A static map expression is required.',
  keyword: 'A keyword is required.',
  count: 'The "count" argument must be a whole number.',
  forEach: 'The "for_each" argument must be a map, or set of strings.',
  typeConstraint:
    'A type specification is either a primitive type keyword (bool, number, string) or a complex type constructor call, like list(string).',
  versionConstraint: 'A version constraint must be a string.',
  versionOrNull: 'A version constraint must be a string.',
  moduleVersion: 'A version constraint must be a string.',
  requirementText: 'Source and version must be specified as a string.',
  providerRequirement: 'required_providers entries must be strings or objects.',
}

/** Definitions of what stands between the name of a block and its body. */
const labelLevels = new Set([
  'resource',
  'resourceLabels',
  'data',
  'dataLabels',
  'provider',
  'module',
  'variable',
  'output',
  'check',
  'backend',
  'providerMeta',
  'stateStore',
  'provisioner',
  'dynamic',
])

const wrongKind = (path: DocumentPath, value: DocumentValue, title: string): DocumentProblem => {
  const rule = wanted[title]
  if (rule !== undefined) return invalid(path, rule, hintFor(title, value))
  const name = blockName(path)
  return labelLevels.has(title)
    ? invalid(
        path,
        `Either a JSON object or JSON array of objects is required here, to specify labels of ${name} blocks.`,
      )
    : invalid(
        path,
        `Either a JSON object or a JSON array is required, representing the contents of one or more "${name}" blocks.`,
        typeof value === 'string' ? 'A block is never a string or a template.' : undefined,
      )
}

const hintFor = (title: string, value: DocumentValue): string | undefined => {
  if (value === null) return 'null does not unset it here: leave the argument out.'
  if (title === 'forEach' && Array.isArray(value))
    return 'Write an object whose names are the keys, or "${toset([…])}".'
  if (title === 'literalBoolean' && typeof value === 'string' && /[$%]\{/.test(value))
    return 'Nothing is evaluated here: only true or false can stand here.'
  if ((title === 'references' || title === 'attributeNames') && typeof value === 'string')
    return `Write a list: [ ${JSON.stringify(value)} ].`
  return undefined
}
