/** What may be there once only. */
import { isModuleAddress, parseAddress } from '../address.js'
import { type Block, blocksOf, labelled, nested } from '../blocks.js'
import { type DocumentPath, type DocumentProblem, invalid, showPath } from '../problem.js'
import type { TerraformDocument } from '../shape.js'

export const checkDuplicates = (document: TerraformDocument): readonly DocumentProblem[] => [
  ...['resource', 'data', 'ephemeral', 'module', 'variable', 'output', 'check'].flatMap(kind =>
    repeated(declarations(document, kind), block => block.labels.join('.')).map(([block, first]) =>
      invalid(
        block.path,
        `Duplicate ${kind} "${block.labels.join('.')}" configuration: it was already declared at ${showPath(first)}.`,
      ),
    ),
  ),
  ...repeated(blocksOf(document, 'provider'), configurationName).map(([block, first]) =>
    invalid(
      block.path,
      `Duplicate provider configuration: "${configurationName(block)}" was already given at ${showPath(first)}.`,
      'Each configuration for the same provider must have a distinct alias, and at most one has none.',
    ),
  ),
  ...repeated(
    blocksOf(document, 'locals').flatMap(block =>
      Object.keys(block.members)
        .filter(name => name !== '//')
        .map(name => ({ name, path: [...block.path, name] })),
    ),
    local => local.name,
  ).map(([local]) => invalid(local.path, `A local value named "${local.name}" was already defined.`)),
  ...repeated(blocksOf(document, 'import'), block => constantAddress(block, 'to')).map(([block, first]) =>
    invalid(
      [...block.path, 'to'],
      `An import block for the resource "${block.members.to}" was already declared at ${showPath(first)}. A resource can have only one import block.`,
    ),
  ),
  ...checkMoves(blocksOf(document, 'moved')),
  ...blocksOf(document, 'check').flatMap(({ members, path }) =>
    labelled('data', members.data, [...path, 'data'], 2)
      .slice(1)
      .map(data => invalid(data.path, 'This check block already has a data resource defined.')),
  ),
  ...blocksOf(document, 'terraform').flatMap(settings =>
    settings.members.backend !== undefined && nested(settings, 'cloud').length > 0
      ? [
          invalid(
            [...settings.path, 'cloud'],
            "A module may declare either one 'cloud' block OR one 'backend' block configuring a state backend.",
          ),
        ]
      : [],
  ),
]

/** With the data sources of checks, which share the names of all others. */
const declarations = (document: TerraformDocument, kind: string): readonly Block[] => {
  const blocks = blocksOf(document, kind)
  if (kind === 'data' && document.check !== undefined)
    return [
      ...blocks,
      ...blocksOf(document, 'check').flatMap(({ members, path }) =>
        labelled('data', members.data, [...path, 'data'], 2),
      ),
    ]
  // Members of objects have different names: without an array, nothing can be there twice.
  return blocks.some(({ path, labels }) => path.length > labels.length + 1) ? blocks : []
}

const configurationName = ({ labels, members }: Block): string =>
  typeof members.alias === 'string' ? `${labels[0]}.${members.alias}` : labels[0]!

/** Those whose name another had before them, each with the path of that one. No name, no repetition. */
const repeated = <Item extends { readonly path: DocumentPath }>(
  items: readonly Item[],
  nameOf: (item: Item) => string | undefined,
): readonly (readonly [Item, DocumentPath])[] => {
  const seen = new Map<string, DocumentPath>()
  return items.flatMap(item => {
    const name = nameOf(item)
    if (name === undefined) return []
    const first = seen.get(name)
    if (first === undefined) seen.set(name, item.path)
    return first === undefined ? [] : [[item, first] as const]
  })
}

/** An address in one spelling; `undefined` where it depends on a key that is evaluated. */
const constantAddress = ({ members }: Block, name: string): string | undefined => {
  const text = members[name]
  const steps = typeof text === 'string' ? parseAddress(text) : undefined
  if (steps === undefined || members.for_each !== undefined) return undefined
  return steps.map(step => ('name' in step ? `.${step.name}` : `[${step.key}]`)).join('')
}

const isModule = ({ members }: Block, name: string): boolean =>
  isModuleAddress(parseAddress(String(members[name])) ?? [])

/** But for the first, Terraform tells these only in a plan. */
const checkMoves = (blocks: readonly Block[]): readonly DocumentProblem[] => {
  const moves = blocks.map(block => ({
    ...block,
    from: constantAddress(block, 'from'),
    to: constantAddress(block, 'to'),
  }))
  const isSame = (a: (typeof moves)[number], b: (typeof moves)[number]) => a.from === b.from && a.to === b.to
  return moves.flatMap((move, index) => {
    const { from, to, path } = move
    if (from === undefined || to === undefined) return []
    if (isModule(move, 'from') !== isModule(move, 'to'))
      return [
        invalid(
          path,
          'The "from" and "to" addresses must either both refer to resources or both refer to modules.',
        ),
      ]
    if (from === to)
      return [invalid(path, `This statement declares a move from ${show(from)} to the same address.`)]
    const other = moves
      .slice(0, index)
      .find(one => !isSame(one, move) && (one.from === from || one.to === to))
    if (other?.from === undefined || other.to === undefined) return []
    return [
      invalid(
        path,
        `Ambiguous move statements: ${showPath(other.path)} declared that ${show(other.from)} moved to ${show(other.to)}, and this one that ${show(from)} moved to ${show(to)}.`,
        'Each resource has one place that it comes from, and one that it goes to.',
      ),
    ]
  })
}

const show = (address: string): string => address.slice(1)
