/** Files of HCL as Nix modules, and the document that these have to make. */
import { dirname, join } from 'node:path'
import { type Diagnostic, failure, TerraneError } from '../../contracts/diagnostic.js'
import type { TerraformDocument } from '../../terraform/document/shape.js'
import { withAttributeBlocks } from '../../terraform/hcl/document/attribute-blocks.js'
import { type Converted, convertFile, providerCounts } from '../../terraform/hcl/document/convert.js'
import { convertJson } from '../../terraform/hcl/document/from-json.js'
import { listsTogether } from '../../terraform/hcl/document/lists.js'
import type { Member } from '../../terraform/hcl/document/node.js'
import { Conflict, withValues } from '../../terraform/hcl/document/to-json.js'
import { convertValues, type KnownVariables, valuesInPlace } from '../../terraform/hcl/document/values.js'
import { declaredBlocks, nixModule } from '../../terraform/hcl/nix-module.js'
import { placeAt } from '../../terraform/hcl/place.js'
import type { Block, Body, Comments } from '../../terraform/hcl/syntax.js'
import { providerSources } from '../../terraform/schema/sources.js'
import { projectSchemas } from '../schemas/project-schemas.js'
import type { HclFile } from './hcl-files.js'
import { diagnosticOf, type ReadFile, readFiles } from './read-files.js'
import { refuseRepeated } from './repeated-blocks.js'

export interface NixModule {
  /** Without its ending. */
  readonly name: string
  readonly text: string
}

export interface ConvertedFiles {
  readonly modules: readonly NixModule[]
  readonly document: TerraformDocument
  /** What was not converted, or not for certain. The modules have it as TODO comments. */
  readonly warnings: readonly Diagnostic[]
}

/** `together`: one module of all files. Throws `hcl-syntax`, `hcl-unconverted`. */
export const convertFiles = async (files: readonly HclFile[], together: boolean): Promise<ConvertedFiles> => {
  const read = await readFiles(files)
  refuseRepeated(read)
  const bodies = read.flatMap(({ file, body }) => (file.kind === 'hcl' && body !== undefined ? [body] : []))
  const providers = providerCounts(bodies)
  const variables = knownVariables(read, bodies)
  const plain = read.map(({ file, body, json, doubts }) => {
    const converted: Converted =
      body === undefined
        ? convertJson(json as TerraformDocument)
        : file.kind === 'values'
          ? convertValues(body, variables)
          : convertFile(body, providers)
    return { file, converted: { ...converted, doubts: [...converted.doubts, ...doubts] } }
  })
  refuseLosses(plain)
  const parts = withSchemas(plain)
  const of = (values: boolean) =>
    parts.flatMap(({ file, converted }) => ((file.kind === 'values') === values ? converted.members : []))
  const declared = declaredBlocks(of(false))
  const content = (some: readonly Part[]) => ({
    members: listsTogether(
      valuesInPlace(some.flatMap(({ converted: { members } }) => members.map(separated))),
    ),
    rest: some.flatMap(({ converted: { rest } }): Comments => rest),
    heading: headingOf(some),
  })
  const names = uniqueNames(parts.map(({ file }) => file.name))
  return {
    modules: together
      ? [{ name: 'infra', text: nixModule(content(parts), declared) }]
      : parts.map((part, index) => ({ name: names[index]!, text: nixModule(content([part]), declared) })),
    document: documentOfAll(of(false), of(true)),
    warnings: parts.flatMap(({ file, converted }) =>
      converted.doubts.map(doubt => diagnosticOf(file, doubt)),
    ),
  }
}

/** What is declared in JSON is not looked for: then any may be. */
const knownVariables = (read: readonly ReadFile[], bodies: readonly Body[]): KnownVariables => {
  const blocks = bodies.flatMap(({ items }) =>
    items.flatMap(item =>
      item.kind === 'block' && item.type === 'variable' && item.labels.length === 1 ? [item] : [],
    ),
  )
  const names = (some: readonly Block[]) => new Set(some.map(({ labels }) => labels[0]!))
  const isWhole = bodies.length > 0 && read.every(({ file }) => file.kind !== 'json')
  return { declared: isWhole ? names(blocks) : undefined, sensitive: names(blocks.filter(isSensitive)) }
}

const isSensitive = ({ body }: Block): boolean =>
  body.items.some(
    item =>
      item.kind === 'argument' &&
      (item.name === 'sensitive' || item.name === 'ephemeral') &&
      !(item.value.kind === 'bool' && !item.value.value),
  )

/** Which of the blocks are attributes is known of those types whose schemas the project has. */
const withSchemas = (parts: readonly Part[]): readonly Part[] => {
  const [first] = parts
  if (first === undefined) return parts
  const folder = dirname(first.file.path)
  const entries = [{ kind: 'file' as const, path: join(folder, 'infra.nix') }]
  const schemas = projectSchemas({ entries, workFolder: folder, env: process.env })
  const document = documentOfAll(
    parts.flatMap(({ file, converted }) => (file.kind === 'values' ? [] : converted.members)),
    [],
  )
  const sources = providerSources(document)
  return parts.map(part => ({
    ...part,
    converted: {
      ...part.converted,
      members: withAttributeBlocks(part.converted.members, (kind, type) =>
        schemas.get(sources(type.split('_')[0]!))?.schema(kind, type),
      ),
    },
  }))
}

type Part = { readonly file: HclFile; readonly converted: Converted }

const refuseLosses = (parts: readonly Part[]): void => {
  const [first, ...others] = parts.flatMap(({ file, converted }) =>
    converted.doubts
      .filter(({ lost }) => lost)
      .map((doubt): Diagnostic => ({ ...diagnosticOf(file, doubt), severity: 'error' })),
  )
  if (first !== undefined) throw new TerraneError([first, ...others])
}

const headingOf = (parts: readonly Part[]): Comments =>
  parts.flatMap(({ file, converted }) =>
    converted.doubts.map(({ at, message }) => {
      const name = file.path.split('/').at(-1)
      return `TODO ${name}:${placeAt(file.text, at).line}: ${message}`
    }),
  )

/** What begins a file stands apart from the file before it. */
const separated = (member: Member, index: number): Member =>
  index === 0 ? { ...member, apart: true } : member

/** Two files of one name, from two folders; and default.nix is the one that imports all. */
const uniqueNames = (names: readonly string[]): readonly string[] => {
  const taken = new Set(['default'])
  return names.map(name => {
    let unique = name
    for (let number = 2; taken.has(unique); number++) unique = `${name}-${number}`
    taken.add(unique)
    return unique
  })
}

const documentOfAll = (members: readonly Member[], values: readonly Member[]): TerraformDocument => {
  try {
    return withValues(members, values)
  } catch (error) {
    if (!(error instanceof Conflict)) throw error
    const path = error.path.join('.')
    throw failure('hcl-unconverted', `${path} has two values, which a module can't`, {
      hint: 'Terraform takes both: write them as one, such as "~> 1.5, != 1.5.3", or import one folder at a time',
    })
  }
}
