/**
 * Bare addresses: what stands in `depends_on`, `moved.from` and such places without `${…}`. Terraform parses the string
 * as a traversal: names with dots, and constant keys in brackets.
 */
export type AddressStep = { readonly name: string } | { readonly key: string }

const step =
  /\s*(?:(\.)\s*)?(?:([\p{ID_Start}_][\p{ID_Continue}-]*)|\[\s*((?:"(?:[^"\\]|\\.)*"|[^\]"])*)\s*\])\s*/uy

/** The steps of an address; `undefined` for what is none. Keys are as written, so that `each.key` is a key, too. */
export const parseAddress = (text: string): readonly AddressStep[] | undefined => {
  const steps: AddressStep[] = []
  for (let at = 0; at < text.length; at = step.lastIndex) {
    step.lastIndex = at
    const [, dot, name, key] = step.exec(text) ?? []
    if (name === undefined && key === undefined) return undefined
    // A dot stands before every name but the first, and before no key.
    if ((dot !== undefined) !== (name !== undefined && steps.length > 0)) return undefined
    if (name !== undefined) steps.push({ name })
    else if (steps.length === 0) return undefined
    else steps.push({ key: key!.trim() })
  }
  return steps.length === 0 ? undefined : steps
}

/** A key that can be read without evaluating anything. */
export const isConstantKey = (key: string): boolean => /^(?:\d+|"(?:[^"\\$%]|\\.|[$%](?!\{))*")$/.test(key)

/** What is inside the one `${…}` that makes up the whole text, if that is how it was written. */
export const unwrapped = (text: string): string | undefined =>
  /^\s*\$\{([^{}]*)\}\s*$/.exec(text)?.[1]?.trim()

export interface ResourceAddress {
  readonly modules: readonly string[]
  readonly mode: 'resource' | 'data' | 'ephemeral'
  readonly type: string
  readonly label: string
  readonly key?: string
  /** What stands behind it. */
  readonly rest: readonly AddressStep[]
}

/** Reads steps as the address of a resource, in a module or not; `undefined`: it is none. */
export const resourceAddress = (steps: readonly AddressStep[]): ResourceAddress | undefined => {
  const modules: string[] = []
  let at = 0
  const name = (index: number): string | undefined => {
    const one = steps[index]
    return one !== undefined && 'name' in one ? one.name : undefined
  }
  const key = (index: number): string | undefined => {
    const one = steps[index]
    return one !== undefined && 'key' in one ? one.key : undefined
  }
  while (name(at) === 'module' && name(at + 1) !== undefined) {
    modules.push(name(at + 1)!)
    at += key(at + 2) === undefined ? 2 : 3
  }
  const first = name(at)
  const mode = first === 'data' || first === 'ephemeral' ? first : 'resource'
  if (first === 'data' || first === 'ephemeral' || first === 'resource') at++
  const type = name(at)
  const label = name(at + 1)
  if (type === undefined || label === undefined) return undefined
  const instance = key(at + 2)
  return {
    modules,
    mode,
    type,
    label,
    ...(instance === undefined ? {} : { key: instance }),
    rest: steps.slice(at + (instance === undefined ? 2 : 3)),
  }
}

/** Whether steps are the address of a module's call, as a whole: `module.net`, `module.net["a"].module.inner`. */
export const isModuleAddress = (steps: readonly AddressStep[]): boolean => {
  let at = 0
  while (at < steps.length) {
    const [first, second, third] = steps.slice(at)
    if (first === undefined || !('name' in first) || first.name !== 'module') return false
    if (second === undefined || !('name' in second)) return false
    at += third !== undefined && 'key' in third ? 3 : 2
  }
  return at > 0
}
