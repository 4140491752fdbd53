/** What stands in the places of bare addresses. */
import {
  type AddressStep,
  isConstantKey,
  isModuleAddress,
  parseAddress,
  resourceAddress,
  unwrapped,
} from '../address.js'
import type { BareKind, BarePlace } from '../bare-places.js'
import { type DocumentPath, type DocumentProblem, invalid } from '../problem.js'
import { isTemplate } from '../template/scan.js'

export const checkBareReferences = (places: readonly BarePlace[]): readonly DocumentProblem[] =>
  places.flatMap(({ kind, path, text }) => {
    if (isTemplate(text)) return [notBare(kind, path, text)]
    const [message, hint] = rules[kind](text, parseAddress(text)) ?? []
    return message === undefined ? [] : [invalid(path, message, hint)]
  })

const needsAddress =
  'A single static variable reference is required: only attribute access and indexing with constant keys. No calculations, function calls, template expressions, etc are allowed here.'

const notBare = (kind: BareKind, path: DocumentPath, text: string): DocumentProblem => {
  const inner = unwrapped(text)
  const bare = inner === undefined ? undefined : asWanted(kind, inner)
  return invalid(
    path,
    messageOf[kind] ?? needsAddress,
    bare === undefined
      ? 'Nothing is evaluated here, and no template can stand here.'
      : `write ${JSON.stringify(bare)}, not ${JSON.stringify(text)}`,
  )
}

/** `aws_vpc.main.id` was meant as the resource where only whole ones can stand. */
const asWanted = (kind: BareKind, inner: string): string => {
  const steps = parseAddress(inner)
  if (
    steps === undefined ||
    (kind !== 'object' && kind !== 'moved' && kind !== 'removed' && kind !== 'import')
  )
    return inner
  const address = resourceAddress(steps)
  if (address === undefined || address.rest.length === 0) return inner
  const steady = kind === 'removed' || address.key === undefined ? '' : `[${address.key}]`
  const mode = address.mode === 'resource' ? '' : `${address.mode}.`
  return `${address.modules.map(name => `module.${name}.`).join('')}${mode}${address.type}.${address.label}${steady}`
}

const providerRule =
  'The provider argument requires a provider type name, optionally followed by a period and then a configuration alias.'

const messageOf: Partial<Record<BareKind, string>> = {
  provider: providerRule,
  when: 'The "when" argument requires one of the following keywords: create or destroy.',
  on_failure: 'The "on_failure" argument requires one of the following keywords: continue or fail.',
  iterator: 'The iterator of a dynamic block is a bare name.',
  trigger: 'Only resources, count.index, and each.key may be used in replace_triggered_by.',
}

type Rule = (
  text: string,
  steps: readonly AddressStep[] | undefined,
) => readonly [string, string?] | undefined

const hasOnlyConstantKeys = (steps: readonly AddressStep[]): boolean =>
  steps.every(step => !('key' in step) || isConstantKey(step.key))

/** Roots that name something else than a resource type. */
const otherRoots = new Set(['var', 'local', 'each', 'count', 'self', 'path', 'terraform', 'module'])

const rules: Readonly<Record<BareKind, Rule>> = {
  object: (_text, steps) => {
    if (steps === undefined || !hasOnlyConstantKeys(steps)) return [needsAddress]
    const address = resourceAddress(steps)
    const root = 'name' in steps[0]! ? steps[0].name : ''
    if (otherRoots.has(root) || address === undefined || address.rest.length === 0) return undefined
    return [
      'References in depends_on must be to a whole object (resource, etc), not to an attribute of an object.',
      `write "${asWanted('object', `${address.mode === 'resource' ? '' : `${address.mode}.`}${address.type}.${address.label}.x`)}"`,
    ]
  },
  trigger: (_text, steps) => {
    if (steps === undefined) return undefined
    const root = 'name' in steps[0]! ? steps[0].name : ''
    return otherRoots.has(root) || root === 'data' ? [messageOf.trigger!] : undefined
  },
  attribute: (text, steps) => {
    if (text === '*' || text === 'all')
      return [
        `This object has no argument, nested block, or exported attribute named "${text}".`,
        'to ignore all changes, write "all" alone: ignore_changes = "all"',
      ]
    return steps === undefined || !hasOnlyConstantKeys(steps) ? [needsAddress] : undefined
  },
  moved: (_text, steps) => {
    if (steps === undefined || !hasOnlyConstantKeys(steps)) return [needsAddress]
    return isModuleAddress(steps) ? undefined : wholeResource(steps)
  },
  removed: (_text, steps) => {
    if (steps === undefined || !hasOnlyConstantKeys(steps)) return [needsAddress]
    if (steps.some(step => 'key' in step))
      return [
        'Resource address must be a resource (e.g. "test_instance.foo"), not a resource instance (e.g. "test_instance.foo[1]").',
      ]
    if (isModuleAddress(steps)) return undefined
    if (resourceAddress(steps)?.mode === 'data')
      return ['Data sources are never destroyed, so they are not valid targets of removed blocks.']
    return wholeResource(steps)
  },
  import: (_text, steps) => {
    if (steps === undefined) return undefined
    const address = resourceAddress(steps)
    return address === undefined || address.mode !== 'resource' || address.rest.length > 0
      ? ['Only managed resources can be imported.', 'write the address of one, such as "aws_instance.web"']
      : undefined
  },
  provider: (_text, steps) => {
    const names = steps?.filter(step => 'name' in step).length ?? 0
    const keys = steps?.filter(step => 'key' in step).length ?? 0
    // A key is OpenTofu's; the rule about the dialects tells who has it.
    return names < 1 || names > 2 || keys > 1 ? [providerRule] : undefined
  },
  iterator: (_text, steps) => (steps?.length === 1 ? undefined : [messageOf.iterator!]),
  when: text => (text === 'create' || text === 'destroy' ? undefined : [messageOf.when!]),
  on_failure: text => (text === 'continue' || text === 'fail' ? undefined : [messageOf.on_failure!]),
}

const wholeResource = (steps: readonly AddressStep[]): readonly [string, string?] | undefined => {
  const address = resourceAddress(steps)
  if (address === undefined) return ['Resource specification must include a resource type and name.']
  return address.rest.length === 0
    ? undefined
    : ['The address must be of a whole resource, not of an attribute.']
}
