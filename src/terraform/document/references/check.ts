/**
 * References to what no block declares. Terraform tells them only after init; here they are told at compile time, where
 * it is certain: Terraform reads all files of a folder, so a name that one of the others may declare is let through.
 */
import { parseAddress, resourceAddress } from '../address.js'
import type { BarePlace } from '../bare-places.js'
import type { DocumentPath, DocumentProblem, Surroundings } from '../problem.js'
import type { TerraformDocument } from '../shape.js'
import { type Flaw, type Reference, type Scanned, scanTemplate } from '../template/scan.js'
import { stepsAt } from '../template/traversal.js'
import { type Declared, declaredIn } from './declared.js'
import { wrongInstance } from './instances.js'
import { type Scope, type Unresolved, unresolved } from './resolve.js'
import { anywhere, visitTemplates } from './templates.js'

/** Checks the references of all templates and bare addresses. */
export const checkReferences = (
  document: TerraformDocument,
  places: readonly BarePlace[],
  { declaredElsewhere }: Surroundings,
): readonly DocumentProblem[] => {
  let declared: Declared | undefined
  const found = new Map<string, Repeated>()

  const scanned = new Map<string, Scanned>()
  const scan = (text: string): Scanned => {
    const known = scanned.get(text) ?? scanTemplate(text)
    scanned.set(text, known)
    return known
  }

  const elsewhere = new Map<string, boolean>()
  const isElsewhere = (name: string): boolean => {
    const known = elsewhere.get(name) ?? declaredElsewhere?.(name) === true
    elsewhere.set(name, known)
    return known
  }

  const report = (path: () => DocumentPath, reason: Unresolved, asWarning = false): void => {
    const { message, name } = reason
    if (name !== undefined && isElsewhere(name)) return
    const uncertain = asWarning || (name !== undefined && declaredElsewhere === undefined)
    const severity = uncertain ? 'warning' : 'error'
    const before = found.get(severity + message)
    if (before === undefined) found.set(severity + message, { reason, severity, paths: [path()], count: 1 })
    else {
      before.count++
      if (before.paths.length < shownOfSame) before.paths.push(path())
    }
  }

  const resolve = (
    path: () => DocumentPath,
    reference: Reference,
    scope: Scope,
    asWarning = false,
  ): boolean => {
    declared ??= declaredIn(document)
    const reason = unresolved(reference, declared, scope)
    if (reason !== undefined) report(path, reason, asWarning)
    return reason === undefined
  }

  // Generated resources have the same texts, most of them in the same scope.
  const fine = new WeakMap<Scope, Set<string>>()

  visitTemplates(document, (text, path, scope) => {
    const fineHere = fine.get(scope) ?? new Set<string>()
    if (fineHere.has(text)) return
    fine.set(scope, fineHere)
    const { references, ends = [], flaw } = scan(text)
    if (flaw !== undefined)
      report(path, { message: flaws[flaw], hint: () => escapeHint(flaw === 'directive' ? '%' : '$') })
    let isFine = flaw === undefined
    for (const reference of distinct(references)) isFine = resolve(path, reference, scope) && isFine
    for (const [index, reference] of references.entries()) {
      declared ??= declaredIn(document)
      const wrong = wrongInstance(reference, () => stepsAt(text, ends[index] ?? text.length), declared)
      if (wrong !== undefined) report(path, wrong)
      isFine = isFine && wrong === undefined
    }
    if (isFine) fineHere.add(text)
  })
  for (const place of places) {
    const reference = bareReference(place)
    // Terraform can write a configuration for what is imported (-generate-config-out).
    const path = () => place.path
    if (reference !== undefined) resolve(path, reference, anywhere, place.kind === 'import')
    declared ??= declaredIn(document)
    const alias = unknownAlias(place, declared)
    if (alias !== undefined) report(path, alias)
  }
  return [...found.values()].flatMap(problemsOf)
}

/** What nothing declares is often used in many places. */
interface Repeated {
  readonly reason: Unresolved
  readonly severity: DocumentProblem['severity']
  readonly paths: DocumentPath[]
  count: number
}

/** How many places of one missing name are shown. */
const shownOfSame = 5

/** Beyond so many names it is no slip of the pen, and each suggestion looks through the whole document. */
const suggested = 20

const problemsOf = (
  { reason: { message, hint }, severity, paths, count }: Repeated,
  index: number,
): readonly DocumentProblem[] => {
  const suggestion = index < suggested ? hint?.() : undefined
  return paths.map((path, place) => ({
    code: 'document-reference',
    severity,
    path,
    message,
    ...(suggestion === undefined ? {} : { hint: suggestion }),
    ...(place === shownOfSame - 1 && count > shownOfSame
      ? { notes: [`and in ${count - shownOfSame} more places`] }
      : {}),
  }))
}

const flaws: Readonly<Record<Flaw, string>> = {
  unclosed:
    'Unclosed template interpolation sequence: there is no closing brace for it before the end of the text.',
  colon: "Template interpolation doesn't expect a colon at this location.",
  character: 'A template has a character that is not used within the language.',
  directive:
    'Invalid template directive: a template directive keyword ("if", "for", etc) is expected at the beginning of a %{ sequence.',
}

const escapeHint = (sign: '$' | '%'): string =>
  `if it is meant for a shell, say, and not for Terraform, escape it by starting with "${sign}${sign}{" instead of just "${sign}{"`

const distinct = (references: readonly Reference[]): readonly Reference[] =>
  references.length < 2
    ? references
    : [...new Map(references.map(reference => [reference.slice(0, 3).join('.'), reference])).values()]

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
    hint: () =>
      known.length === 0
        ? `give one of its configurations the alias: provider.${provider} = [ … { alias = "${alias}"; … } ]`
        : `the aliases are: ${known.sort().join(', ')}`,
  }
}
