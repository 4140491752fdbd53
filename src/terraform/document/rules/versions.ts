/** Version constraints, and what `required_providers` says of a provider. */
import { blocksOf, isSet, nested } from '../blocks.js'
import { type DocumentPath, type DocumentProblem, invalid } from '../problem.js'
import type { DocumentValue, TerraformDocument } from '../shape.js'
import { isTemplate } from '../template/scan.js'

export const checkVersions = (document: TerraformDocument): readonly DocumentProblem[] => [
  ...blocksOf(document, 'terraform').flatMap(settings => [
    ...constraint(settings.members.required_version, [...settings.path, 'required_version']),
    ...nested(settings, 'required_providers').flatMap(required =>
      Object.keys(required.members)
        .filter(name => name !== '//')
        .flatMap(name => [
          ...localName(name, [...required.path, name]),
          ...requirement(required.members[name]!, [...required.path, name]),
        ]),
    ),
  ]),
  ...blocksOf(document, 'module').flatMap(({ members, path }) =>
    typeof members.version === 'string' && isTemplate(members.version)
      ? []
      : constraint(members.version, [...path, 'version']),
  ),
  ...blocksOf(document, 'provider').flatMap(({ labels, members, path }) => [
    ...localName(labels[0]!, path),
    ...constraint(members.version, [...path, 'version']),
  ]),
]

const part = /^\s*(?:=|!=|>|<|>=|<=|~>)?\s*v?\d+(?:\.\d+)*(?:-[0-9A-Za-z~.-]+)?(?:\+[0-9A-Za-z~.-]+)?\s*$/

/** Of providers: at most three numbers, and no `v` before them. */
const providerPart =
  /^\s*(?:=|!=|>|<|>=|<=|~>)?\s*\d+(?:\.\d+){0,2}(?:-[0-9A-Za-z~.-]+)?(?:\+[0-9A-Za-z~.-]+)?\s*$/

const constraint = (
  value: DocumentValue | undefined,
  path: DocumentPath,
  form = part,
): readonly DocumentProblem[] =>
  typeof value !== 'string' || value.split(',').every(one => form.test(one))
    ? []
    : [
        invalid(
          path,
          'This string does not use correct version constraint syntax.',
          isTemplate(value)
            ? 'Nothing is evaluated here.'
            : 'write constraints with commas between them, such as ">= 1.2, < 2"',
        ),
      ]

const normalized = /^[\p{Ll}\p{Lo}\p{N}]+(?:-+[\p{Ll}\p{Lo}\p{N}]+)*$/u
const sourcePart = /^[\p{L}\p{N}]+(?:-+[\p{L}\p{N}]+)*$/u

/** Provider names: letters, digits and dashes, in lower case. */
const localName = (name: string, path: DocumentPath): readonly DocumentProblem[] => {
  if (normalized.test(name)) return []
  if (normalized.test(name.toLowerCase()))
    return [
      invalid(
        path,
        `Provider names must be normalized. Replace "${name}" with "${name.toLowerCase()}" to fix this error.`,
      ),
    ]
  return [
    invalid(
      path,
      `${name} is an invalid provider local name: must contain only letters, digits, and dashes, and may not use leading or trailing dashes`,
      name.includes('.') ? 'An alias is an argument of the block: alias = "…".' : undefined,
    ),
  ]
}

const requirement = (entry: DocumentValue, path: DocumentPath): readonly DocumentProblem[] => {
  if (!isSet(entry)) return constraint(entry, path, providerPart)
  const { source, version } = entry
  return [
    ...constraint(version, [...path, 'version'], providerPart),
    ...sourceAddress(source, [...path, 'source']),
  ]
}

const sourceAddress = (source: DocumentValue | undefined, path: DocumentPath): readonly DocumentProblem[] => {
  if (typeof source !== 'string') return []
  const parts = source.split('/')
  const [type, namespace] = [...parts].reverse()
  if (parts.length > 3 || parts.some(one => one === ''))
    return [
      invalid(
        path,
        'Invalid provider source string: the "source" attribute must be in the format "[hostname/][namespace/]name".',
      ),
    ]
  const prefix = /^terraform-(?:provider-)?(?=.)/.exec(type!)?.[0]
  if (prefix === 'terraform-provider-') {
    const right = [...parts.slice(0, -1), type!.slice(prefix.length)].join('/')
    return [
      invalid(
        path,
        `Provider source "${source}" has a type with the prefix "${prefix}", which isn't valid.`,
        `did you mean "${right}"?`,
      ),
    ]
  }
  if (sourcePart.test(type!) && (namespace === undefined || /^[\p{L}\p{N}_-]+$/u.test(namespace))) return []
  return [
    invalid(
      path,
      `Invalid provider type in source "${source}": must contain only letters, digits, and dashes, and may not use leading or trailing dashes.`,
    ),
  ]
}
