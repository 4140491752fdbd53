/**
 * Parts of Node that few runs need and that take long to load: 60 files of Node's own. A command gets a stand-in, which
 * loads the real one when something in it is first used.
 */
const heavy = new Set([
  'node:child_process',
  'node:crypto',
  'node:os',
  'node:readline',
  'node:worker_threads',
])

/** `require` for code that takes what it uses from the module at each use, as bundled imports by name do. */
export const loadingLater = (require: NodeJS.Require): ((id: string) => unknown) => {
  const known = new Map<string, object>()
  return id => {
    if (!heavy.has(id)) return require(id)
    const before = known.get(id)
    if (before) return before
    const made = standIn(() => require(id) as object)
    known.set(id, made)
    return made
  }
}

const standIn = (load: () => object): object =>
  new Proxy(
    {},
    {
      get: (_, name) => Reflect.get(load(), name),
      has: (_, name) => Reflect.has(load(), name),
      ownKeys: () => Reflect.ownKeys(load()),
      getOwnPropertyDescriptor: (_, name) => {
        const found = Reflect.getOwnPropertyDescriptor(load(), name)
        // What the stand-in doesn't really have, it may only call changeable.
        return found && { ...found, configurable: true }
      },
    },
  )
