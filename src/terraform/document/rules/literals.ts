/** Places whose text is taken as it stands, where a template therefore does not do what it says. */
import { type Block, blocksOf, isSet, labelled, nested } from '../blocks.js'
import { type DocumentPath, type DocumentProblem, ignored, invalid, type Surroundings } from '../problem.js'
import type { DocumentValue, TerraformDocument } from '../shape.js'
import { isTemplate } from '../template/scan.js'

export const checkLiterals = (
  document: TerraformDocument,
  { dialect }: Surroundings,
): readonly DocumentProblem[] => [
  ...blocksOf(document, 'terraform').flatMap(settings => backendTemplates(settings, dialect)),
  ...blocksOf(document, 'variable').flatMap(({ members, path }) =>
    templatesIn(members.default, [...path, 'default']).map(place =>
      ignored(
        place,
        'A variable\'s default is never evaluated: this stays the text that it is, "${…}" included.',
        'Leave the default to Nix, or compute the value in `locals`.',
      ),
    ),
  ),
  ...blocksOf(document, 'provider').flatMap(({ members, path }) =>
    aliasName(members.alias, [...path, 'alias']),
  ),
  ...blocksOf(document, 'module').flatMap(block => moduleSource(block)),
]

const backendTemplates = (settings: Block, dialect: Surroundings['dialect']): readonly DocumentProblem[] => {
  if (dialect === 'tofu') return []
  const backends = [
    ...labelled('backend', settings.members.backend, [...settings.path, 'backend'], 1),
    ...nested(settings, 'cloud'),
  ]
  return backends.flatMap(({ members, path }) =>
    templatesIn(members, path).map(place =>
      ignored(
        place,
        `Terraform evaluates nothing in a backend: it would take this as the text that it is, "\${…}" included.`,
        dialect === undefined
          ? 'Only OpenTofu evaluates it: say so with terrane.dialect = "tofu", or let Nix compute the value.'
          : 'Let Nix compute the value, or give it to init with -backend-config.',
      ),
    ),
  )
}

/** Where strings with templates stand in a value. */
const templatesIn = (value: DocumentValue | undefined, path: DocumentPath): readonly DocumentPath[] => {
  if (typeof value === 'string') return isTemplate(value) ? [path] : []
  if (Array.isArray(value)) return value.flatMap((element, index) => templatesIn(element, [...path, index]))
  return isSet(value)
    ? Object.keys(value).flatMap(name => (name === '//' ? [] : templatesIn(value[name], [...path, name])))
    : []
}

const aliasName = (alias: DocumentValue | undefined, path: DocumentPath): readonly DocumentProblem[] =>
  alias === undefined || alias === null || /^[\p{ID_Start}_][\p{ID_Continue}-]*$/u.test(String(alias))
    ? []
    : [
        invalid(
          path,
          'An alias must be a valid name. A name must start with a letter or underscore and may contain only letters, digits, underscores, and dashes.',
        ),
      ]

const moduleSource = ({ members, path }: Block): readonly DocumentProblem[] => {
  const { source, version } = members
  if (typeof source !== 'string' || isTemplate(source)) return []
  if (/^\.\.?\//.test(source) && version !== undefined && version !== null)
    return [
      invalid(
        [...path, 'version'],
        `can't use local directory "${source}" as a module registry address: the argument "version" applies only to registry modules.`,
      ),
    ]
  // Of all other forms, each has a slash, a colon or a dot; a folder must be told from them by how it begins.
  return /^[\w-]+$/.test(source)
    ? [
        invalid(
          [...path, 'source'],
          `Terraform failed to determine your intended installation method for remote module package "${source}".`,
          `If you intended this as a path relative to the work folder, use "./${source}" instead.`,
        ),
      ]
    : []
}
