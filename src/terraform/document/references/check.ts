/**
 * References to what no block declares. Terraform tells them only after init; here they are told at compile time, where
 * it is certain: Terraform reads all files of a folder, so a name that one of the others may declare is let through.
 */
import { parseAddress, resourceAddress } from '../address.js'
import type { BarePlace } from '../bare-places.js'
import { type Body, blocksOf, isSet, labelled, nested, provisionersOf } from '../blocks.js'
import type { DocumentPath, DocumentProblem, Surroundings } from '../problem.js'
import type { DocumentValue, TerraformDocument } from '../shape.js'
import { type Flaw, type Reference, scanTemplate } from '../template/scan.js'
import { type Declared, declaredIn } from './declared.js'
import { type Scope, type Unresolved, unresolved } from './resolve.js'

/** Checks the references of all templates and bare addresses. */
export const checkReferences = (
  document: TerraformDocument,
  places: readonly BarePlace[],
  { declaredElsewhere }: Surroundings,
): readonly DocumentProblem[] => {
  let declared: Declared | undefined
  const problems: DocumentProblem[] = []

  const report = (path: DocumentPath, { message, hint, name }: Unresolved, asWarning = false): void => {
    if (name !== undefined && declaredElsewhere?.(name) === true) return
    const uncertain = asWarning || (name !== undefined && declaredElsewhere === undefined)
    problems.push({
      code: 'document-reference',
      severity: uncertain ? 'warning' : 'error',
      path,
      message,
      ...(hint === undefined ? {} : { hint }),
    })
  }

  const resolve = (path: DocumentPath, reference: Reference, scope: Scope, asWarning = false): void => {
    declared ??= declaredIn(document)
    const found = unresolved(reference, declared, scope)
    if (found !== undefined) report(path, found, asWarning)
  }

  for (const { path, text, scope } of templatesOf(document)) {
    const { references, flaw } = scanTemplate(text)
    if (flaw !== undefined) report(path, { message: flaws[flaw], hint: escapeHint })
    for (const reference of distinct(references)) resolve(path, reference, scope)
  }
  for (const place of places) {
    const reference = bareReference(place)
    // Terraform can write a configuration for what is imported (-generate-config-out).
    if (reference !== undefined) resolve(place.path, reference, anywhere, place.kind === 'import')
    declared ??= declaredIn(document)
    const alias = unknownAlias(place, declared)
    if (alias !== undefined) report(place.path, alias)
  }
  return problems
}

const flaws: Readonly<Record<Flaw, string>> = {
  unclosed:
    'Unclosed template interpolation sequence: there is no closing brace for it before the end of the text.',
  colon: "Template interpolation doesn't expect a colon at this location.",
  character: 'A template has a character that is not used within the language.',
}

const escapeHint =
  'if it is meant for a shell, say, and not for Terraform, escape it by starting with "$${" instead of just "${"'

const distinct = (references: readonly Reference[]): readonly Reference[] =>
  references.length < 2
    ? references
    : [...new Map(references.map(reference => [reference.slice(0, 3).join('.'), reference])).values()]

interface Template {
  readonly path: DocumentPath
  readonly text: string
  readonly scope: Scope
}

const none: ReadonlySet<string> = new Set()
const nowhere: Scope = { each: false, count: false, self: false, iterators: none }
const anywhere: Scope = { each: true, count: true, self: true, iterators: none }

/** Arguments whose text Terraform does not evaluate, or evaluates by rules of its own, by kind of block. */
const literal: Readonly<Record<string, ReadonlySet<string>>> = {
  provider: new Set(['alias', 'version']),
  module: new Set(['source', 'version', 'providers', 'depends_on']),
  output: new Set(['description', 'deprecated', 'sensitive', 'ephemeral', 'depends_on', 'type']),
  import: new Set(['to', 'provider']),
  removed: new Set(['from', 'lifecycle']),
  managed: new Set(['depends_on', 'provider']),
}

/** All templates that Terraform evaluates, each with what may be used in it. */
const templatesOf = (document: TerraformDocument): readonly Template[] => {
  const found: Template[] = []

  const visit = (value: DocumentValue | undefined, path: () => DocumentPath, scope: Scope): void => {
    if (typeof value === 'string') {
      if (value.includes('${') || value.includes('%{')) found.push({ path: path(), text: value, scope })
    } else if (Array.isArray(value))
      value.forEach((element, index) => {
        visit(element, () => [...path(), index], scope)
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
      if (name === '//') continue
      const place = () => [...path(), name]
      if (name.includes('${')) found.push({ path: place(), text: name, scope })
      if (name === 'dynamic') visitDynamic(members[name]!, place, scope)
      else visit(members[name], place, scope)
    }
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
    if (Array.isArray(value))
      value.forEach((element, index) => {
        visit(element, () => [...path(), index], inner)
      })
    else if (isSet(value))
      for (const label of Object.keys(value)) visit(value[label], () => [...path(), label], inner)
  }

  const visitBlock = ({ members, path }: Body, kind: string, base: Scope): void => {
    const skipped = literal[kind] ?? none
    const scope: Scope = {
      ...base,
      each: base.each || members.for_each !== undefined,
      count: base.count || members.count !== undefined,
    }
    for (const name in members) {
      if (name === '//' || skipped.has(name)) continue
      const place = () => [...path, name]
      if (name === 'count' || name === 'for_each') visit(members[name], place, base)
      else if (name === 'lifecycle') visitLifecycle({ members, path }, scope)
      else if (name === 'connection') visit(members[name], place, { ...scope, self: true })
      else if (name === 'provisioner')
        for (const one of provisionersOf({ members, path })) visitProvisioner(one, scope)
      else if (name === 'dynamic') visitDynamic(members[name]!, place, scope)
      else visit(members[name], place, scope)
    }
  }

  const visitProvisioner = ({ members, path }: Body, scope: Scope): void => {
    const destroying = members.when === 'destroy'
    visit(members, () => path, { ...scope, self: true, destroying })
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
  return found
}

/** What a bare address refers to; of moved and removed objects nothing need be there. */
const bareReference = ({ kind, text }: BarePlace): Reference | undefined => {
  if (kind !== 'object' && kind !== 'trigger' && kind !== 'import') return undefined
  const steps = parseAddress(text)
  if (steps === undefined || (kind === 'import' && (resourceAddress(steps)?.modules.length ?? 1) > 0))
    return undefined
  const names: string[] = []
  for (const step of steps) {
    if (!('name' in step)) break
    names.push(step.name)
  }
  return names.length < 2 ? undefined : (names as [string, ...string[]])
}

/** A configuration with an alias must be written; one without may come from nothing. */
const unknownAlias = ({ kind, path, text }: BarePlace, { aliases }: Declared): Unresolved | undefined => {
  if (kind !== 'provider' || path.includes('configuration_aliases')) return undefined
  const names = parseAddress(text)?.flatMap(step => ('name' in step ? [step.name] : []))
  if (names?.length !== 2 || aliases.has(names.join('.'))) return undefined
  const [provider, alias] = names as [string, string]
  const known = [...aliases].filter(name => name.startsWith(`${provider}.`))
  return {
    message: `Provider configuration not present: there is no configuration of "${provider}" with the alias "${alias}".`,
    name: alias,
    hint:
      known.length === 0
        ? `give one of its configurations the alias: provider.${provider} = [ … { alias = "${alias}"; … } ]`
        : `the aliases are: ${known.sort().join(', ')}`,
  }
}
