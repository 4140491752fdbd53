/** References to a block in Terraform expressions, as they stand in strings of Nix. */

export interface Address {
  readonly text: string
  readonly path: readonly string[]
  /** Whether what follows in a reference names arguments of the block. */
  readonly hasArguments: boolean
}

/** How a Terraform expression names the block that a path lies in. */
export const addressOf = ([option, first, second]: readonly string[]): Address | undefined => {
  if (option === undefined || first === undefined) return undefined
  const name = { variable: 'var', locals: 'local', module: 'module' }[option]
  if (name !== undefined)
    return { text: `${name}.${first}`, path: [option, first], hasArguments: option !== 'variable' }
  if (second === undefined) return undefined
  const path = [option, first, second]
  if (option === 'resource') return { text: `${first}.${second}`, path, hasArguments: true }
  return option === 'data' || option === 'ephemeral'
    ? { text: `${option}.${first}.${second}`, path, hasArguments: true }
    : undefined
}

/** What a string reads of a block: paths from the option on, each once. `whole`: all of it is an expression. */
export const referencesIn = (
  text: string,
  address: Address,
  whole: boolean,
): readonly (readonly string[])[] => {
  const begin = whole ? 0 : text.indexOf('${')
  if (begin < 0) return []
  const found = new Map<string, readonly string[]>()
  for (let at = text.indexOf(address.text, begin); at >= 0; at = text.indexOf(address.text, at + 1)) {
    const after = text.slice(at + address.text.length)
    if ((at > 0 && /[\w.-]/.test(text[at - 1]!)) || /^[\w-]/.test(after)) continue
    const path = [...address.path, ...(address.hasArguments ? argumentsIn(after) : [])]
    found.set(path.join('.'), path)
  }
  return [...found.values()]
}

/** `[0].tags["a"]` reads `tags`; what is below an index is not followed. */
const argumentsIn = (after: string): readonly string[] => {
  const [, names = ''] = /^(?:\[[^\]]*\])?((?:\.[A-Za-z_][\w-]*)*)/.exec(after) ?? []
  return names.split('.').slice(1)
}
