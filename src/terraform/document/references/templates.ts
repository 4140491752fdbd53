/** Where a document has templates, and what may be used in each: the walk follows what Terraform evaluates. */
import { type Body, blocksOf, isSet, labelled, nested, provisionersOf } from '../blocks.js'
import type { DocumentPath } from '../problem.js'
import type { DocumentValue, TerraformDocument } from '../shape.js'
import type { Scope } from './resolve.js'

/** `path`: to be asked only where there is something to say. */
export type TemplateVisitor = (text: string, path: () => DocumentPath, scope: Scope) => void

const none: ReadonlySet<string> = new Set()
const nowhere: Scope = { each: false, count: false, self: false, iterators: none }
export const anywhere: Scope = { each: true, count: true, self: true, iterators: none }

/** Arguments whose text Terraform does not evaluate, or evaluates by rules of its own, by kind of block. */
const literal: Readonly<Record<string, ReadonlySet<string>>> = {
  provider: new Set(['alias', 'version']),
  module: new Set(['source', 'version', 'providers', 'depends_on']),
  output: new Set(['description', 'deprecated', 'sensitive', 'ephemeral', 'depends_on', 'type']),
  import: new Set(['to', 'provider']),
  removed: new Set(['from', 'lifecycle']),
  managed: new Set(['depends_on', 'provider']),
}

/** Most values are: they are told apart before anything is made for them. */
const isPlain = (value: DocumentValue): boolean =>
  typeof value === 'string' ? !value.includes('{') : typeof value !== 'object'

/** The rules ask one after the other, and the walk goes through the whole document. */
const known = new WeakMap<TerraformDocument, readonly Parameters<TemplateVisitor>[]>()

/** Tells of all templates that Terraform evaluates, each with what may be used in it. */
export const visitTemplates = (document: TerraformDocument, tell: TemplateVisitor): void => {
  const before = known.get(document)
  if (before !== undefined) {
    for (const [text, path, scope] of before) tell(text, path, scope)
    return
  }
  const all: Parameters<TemplateVisitor>[] = []
  walkTemplates(document, (text, path, scope) => {
    all.push([text, path, scope])
    tell(text, path, scope)
  })
  known.set(document, all)
}

const walkTemplates = (document: TerraformDocument, tell: TemplateVisitor): void => {
  const visit = (value: DocumentValue | undefined, path: () => DocumentPath, scope: Scope): void => {
    if (typeof value === 'string') {
      if (value.includes('${') || value.includes('%{')) tell(value, path, scope)
    } else if (Array.isArray(value))
      value.forEach((element, index) => {
        if (!isPlain(element)) visit(element, () => [...path(), index], scope)
      })
    else if (isSet(value)) visitMembers(value, path, scope)
  }

  const visitMembers = (
    members: { readonly [name: string]: DocumentValue },
    path: () => DocumentPath,
    scope: Scope,
  ): void => {
    for (const name in members) {
      // A comment, in a block; in an object it is a key like others, which this lets through.
      const value = members[name]!
      if (name !== '//' && (!isPlain(value) || name.includes('${'))) visitMember(name, value, path, scope)
    }
  }

  // Apart from the loop, which would make room for what the closure captures in every round.
  const visitMember = (name: string, value: DocumentValue, path: () => DocumentPath, scope: Scope): void => {
    const place = () => [...path(), name]
    if (name.includes('${')) tell(name, place, scope)
    if (name === 'dynamic') visitDynamic(value, place, scope)
    else visit(value, place, scope)
  }

  /** In the content of a dynamic block, its label or its iterator is a name. */
  const visitDynamic = (value: DocumentValue, path: () => DocumentPath, scope: Scope): void => {
    const iterators = new Set(scope.iterators)
    for (const { members } of nested({ members: { dynamic: value }, path: [] }, 'dynamic'))
      for (const label of Object.keys(members)) {
        iterators.add(label)
        for (const { members: one } of nested({ members, path: [] }, label))
          if (typeof one.iterator === 'string') iterators.add(one.iterator)
      }
    const inner = { ...scope, iterators }
    for (const body of nested({ members: { dynamic: value }, path: [] }, 'dynamic'))
      for (const label of Object.keys(body.members))
        for (const one of nested(body, label)) {
          const { iterator, ...evaluated } = one.members
          visit(evaluated, () => [...path(), ...one.path.slice(1)], inner)
        }
  }

  const visitBlock = (body: Body, kind: string, base: Scope): void => {
    const { members } = body
    const skipped = literal[kind] ?? none
    const each = base.each || members.for_each !== undefined
    const count = base.count || members.count !== undefined
    const scope = each === base.each && count === base.count ? base : { ...base, each, count }
    for (const name in members) {
      const value = members[name]!
      if (!isPlain(value) && name !== '//' && !skipped.has(name))
        visitArgument(name, value, body, scope, base)
    }
  }

  const visitArgument = (
    name: string,
    value: DocumentValue,
    body: Body,
    scope: Scope,
    outside: Scope,
  ): void => {
    const place = () => [...body.path, name]
    if (name === 'count' || name === 'for_each') visit(value, place, outside)
    else if (name === 'lifecycle') visitLifecycle(body, scope)
    else if (name === 'connection') visit(value, place, { ...scope, self: true })
    else if (name === 'provisioner') for (const one of provisionersOf(body)) visitProvisioner(one, scope)
    else if (name === 'dynamic') visitDynamic(value, place, scope)
    else visit(value, place, scope)
  }

  const visitProvisioner = ({ members, path }: Body, scope: Scope): void => {
    const { when, on_failure, ...evaluated } = members
    const destroying = when === 'destroy'
    visit(evaluated, () => path, { ...scope, self: true, destroying })
  }

  const visitLifecycle = (body: Body, scope: Scope): void => {
    for (const { members, path } of nested(body, 'lifecycle')) {
      for (const name of ['precondition', 'enabled']) visit(members[name], () => [...path, name], scope)
      visit(members.postcondition, () => [...path, 'postcondition'], { ...scope, self: true })
    }
  }

  for (const kind of ['resource', 'data', 'ephemeral'])
    for (const block of blocksOf(document, kind)) visitBlock(block, 'managed', nowhere)
  for (const block of blocksOf(document, 'provider'))
    visitBlock(block, 'provider', { ...nowhere, each: true })
  for (const kind of ['module', 'output', 'locals', 'import'])
    for (const block of blocksOf(document, kind)) visitBlock(block, kind, nowhere)
  for (const block of blocksOf(document, 'removed')) visitBlock(block, 'removed', anywhere)
  for (const block of blocksOf(document, 'variable'))
    visit(block.members.validation, () => [...block.path, 'validation'], nowhere)
  for (const { members, path } of blocksOf(document, 'check')) {
    visit(members.assert, () => [...path, 'assert'], nowhere)
    for (const block of labelled('data', members.data, [...path, 'data'], 2))
      visitBlock(block, 'managed', nowhere)
  }
}
