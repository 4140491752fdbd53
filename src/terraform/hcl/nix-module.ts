/** A document that was HCL as the text of a Nix module. */
import type { Member } from './document/node.js'
import { commentLines, membersText } from './nix-value.js'
import type { Declared } from './reference.js'
import type { Comments } from './syntax.js'

export interface ModuleContent {
  readonly members: readonly Member[]
  readonly rest: Comments
  /** Comments at the beginning. */
  readonly heading: Comments
  /** Modules beside it, to be imported: "./network.nix". */
  readonly imports?: readonly string[]
}

const callable = new Set(['resource', 'data', 'ephemeral', 'module'])

/** What `config.….… "attribute"` can refer to. */
export const declaredBlocks = (members: readonly Member[]): Declared => {
  const declared = new Set<string>()
  for (const { name, value } of members) {
    if (!callable.has(name) || value.kind !== 'set') continue
    for (const outer of value.members)
      if (name === 'module') declared.add(`module.${outer.name}`)
      else if (outer.value.kind === 'set')
        for (const inner of outer.value.members) declared.add(`${name}.${outer.name}.${inner.name}`)
  }
  return declared
}

/** The module; it takes what it uses of `config` and `lib`. */
export const nixModule = (
  { members, rest, heading, imports = [] }: ModuleContent,
  declared: Declared,
): string => {
  const body = membersText(members, rest, '  ', { declared })
  const code = body.replace(/^ *#.*$/gm, '')
  const uses = ['config', 'lib'].filter(name => new RegExp(`(?<![\\w."'-])${name}\\.`).test(code))
  return [
    ...commentLines(heading, ''),
    ...(uses.length === 0 ? [] : [`{ ${uses.join(', ')}, ... }:`]),
    '{',
    ...(imports.length === 0 ? [] : ['  imports = [', ...imports.map(path => `    ${path}`), '  ];']),
    ...(imports.length === 0 || body === '' ? [] : ['']),
    `${body}}`,
    '',
  ].join('\n')
}
