const interned = new Map<string, string>()

/** The one copy of a name: equal names are then the same string, and compared by their address. */
export const intern = (name: string): string => {
  const known = interned.get(name)
  if (known !== undefined) return known
  interned.set(name, name)
  return name
}
