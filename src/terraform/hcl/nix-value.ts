/** A value of a document as Nix, laid out for people. */
import { nixLines, nixName, nixString } from '../../nix/print/text.js'
import type { Member, Node, SetNode } from './document/node.js'
import { type Declared, referenceCode } from './reference.js'
import type { Comments } from './syntax.js'

const width = 100

export interface PrintContext {
  readonly declared: Declared
}

/** The value; lines behind the first begin with `indent`. */
export const nixValue = (node: Node, indent: string, context: PrintContext): string => {
  switch (node.kind) {
    case 'string':
      return node.source === undefined
        ? nixText(node.text, indent)
        : referenceCode(node.source, indent, context.declared)
    case 'number':
      return node.text
    case 'bool':
      return String(node.value)
    case 'null':
      return 'null'
    case 'forced':
      return `lib.mkForce ${inParentheses(node.value, nixValue(node.value, indent, context))}`
    case 'list':
      return nixList(node, indent, context)
    case 'set':
      return nixSet(node, indent, context)
  }
}

/** On several lines what has some: not a message with one line end. */
const nixText = (text: string, indent: string): string =>
  (/\n$|\n.*\n/.test(text) ? nixLines(text, indent) : undefined) ?? nixString(text)

const nixList = (
  { elements, rest }: Node & { kind: 'list' },
  indent: string,
  context: PrintContext,
): string => {
  if (elements.length === 0 && rest.length === 0) return '[ ]'
  const inner = `${indent}  `
  const printed = elements.map(({ value }) => inParentheses(value, elementText(value, inner, context)))
  const hasComments =
    rest.length > 0 || elements.some(({ comments, trailing }) => comments.length > 0 || trailing)
  const line = `[ ${printed.join(' ')} ]`
  if (!hasComments && !line.includes('\n') && line.length <= width - indent.length - 20) return line
  // A list of nothing but one set: its braces stay beside the brackets.
  if (!hasComments && elements.length === 1 && printed[0]!.startsWith('{'))
    return `[\n${inner}${printed[0]}\n${indent}]`
  return [
    '[',
    ...elements.flatMap(({ comments, trailing }, index) => [
      ...commentLines(comments, inner),
      `${inner}${printed[index]}${trailing === undefined ? '' : ` ${commentLine(trailing)}`}`,
    ]),
    ...commentLines(rest, inner),
    `${indent}]`,
  ].join('\n')
}

/** A set of one short member stays on its line. */
const elementText = (node: Node, indent: string, context: PrintContext): string => {
  const text = nixValue(node, indent, context)
  const [, only] = /^\{\n *(.*)\n *\}$/.exec(text) ?? []
  return node.kind === 'set' && only !== undefined && !only.includes('#') && only.length < width - 40
    ? `{ ${only} }`
    : text
}

const inParentheses = (node: Node, text: string): string =>
  (node.kind === 'string' && node.source !== undefined) || (node.kind === 'number' && text.startsWith('-'))
    ? `(${text})`
    : text

const nixSet = ({ members, rest }: SetNode, indent: string, context: PrintContext): string => {
  if (members.length === 0 && rest.length === 0) return '{ }'
  const inner = `${indent}  `
  return `{\n${membersText(members, rest, inner, context)}${indent}}`
}

/** Members, each on lines of its own with `indent` before it. */
export const membersText = (
  members: readonly Member[],
  rest: Comments,
  indent: string,
  context: PrintContext,
): string =>
  [
    ...members.flatMap((member, index) => [
      ...(member.apart && index > 0 ? [''] : []),
      ...commentLines(member.comments, indent),
      `${indent}${binding(member, indent, context)}`,
    ]),
    ...commentLines(rest, indent),
  ]
    .map(line => `${line}\n`)
    .join('')

/** A set of one member is a longer path, unless a comment has to stand in it. */
const binding = ({ name, value, trailing }: Member, indent: string, context: PrintContext): string => {
  const path = [name]
  let inner = value
  while (inner.kind === 'set' && inner.members.length === 1 && inner.rest.length === 0) {
    const [only] = inner.members
    if (only!.comments.length > 0 || only!.trailing !== undefined) break
    path.push(only!.name)
    inner = only!.value
  }
  const text = `${path.map(nixName).join('.')} = ${nixValue(inner, indent, context)};`
  return trailing === undefined ? text : `${text} ${commentLine(trailing)}`
}

const commentLine = (text: string): string => (text === '' ? '#' : `# ${text}`)

export const commentLines = (comments: Comments, indent: string): readonly string[] =>
  comments.map(comment => (comment === null ? '' : `${indent}${commentLine(comment)}`))
