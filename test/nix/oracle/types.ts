/** The types that generated programs are well-typed in. Nix has none; the generator needs them to make programs that mostly succeed. */
export type Type =
  | { readonly kind: 'int' | 'float' | 'bool' | 'string' | 'null' }
  | { readonly kind: 'list'; readonly of: Type }
  | { readonly kind: 'set'; readonly members: ReadonlyMap<string, Type> }
  | { readonly kind: 'function'; readonly from: Type; readonly to: Type }

export const int: Type = { kind: 'int' }
export const float: Type = { kind: 'float' }
export const bool: Type = { kind: 'bool' }
export const string: Type = { kind: 'string' }
export const nothing: Type = { kind: 'null' }
export const listOf = (of: Type): Type => ({ kind: 'list', of })
export const setOf = (members: Iterable<readonly [string, Type]>): Type => ({
  kind: 'set',
  members: new Map(members),
})
export const functionFrom = (from: Type, to: Type): Type => ({ kind: 'function', from, to })

export const sameType = (left: Type, right: Type): boolean => {
  if (left.kind === 'list') return right.kind === 'list' && sameType(left.of, right.of)
  if (left.kind === 'function')
    return right.kind === 'function' && sameType(left.from, right.from) && sameType(left.to, right.to)
  if (left.kind === 'set')
    return (
      right.kind === 'set' &&
      left.members.size === right.members.size &&
      [...left.members].every(([name, type]) => {
        const other = right.members.get(name)
        return other !== undefined && sameType(type, other)
      })
    )
  return left.kind === right.kind
}

/** Whether a value of the type holds a float somewhere: Nix 2.8 and current Nix print those differently in JSON. */
export const holdsFloat = (type: Type): boolean => {
  if (type.kind === 'list') return holdsFloat(type.of)
  if (type.kind === 'set') return [...type.members.values()].some(holdsFloat)
  return type.kind === 'float'
}
