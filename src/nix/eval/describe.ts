import { Attrs } from './attrs.js'
import {
  Builtin,
  ContextString,
  Lambda,
  NixFloat,
  NixPath,
  PartialBuiltin,
  type Slot,
  Thunk,
  type Value,
} from './values.js'

export type TypeName = 'int' | 'float' | 'string' | 'bool' | 'null' | 'path' | 'list' | 'set' | 'lambda'

/** What `builtins.typeOf` says. */
export const typeName = (value: Value): TypeName => {
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 'int'
    case 'string':
      return 'string'
    case 'boolean':
      return 'bool'
  }
  if (value === null) return 'null'
  if (value instanceof Attrs) return 'set'
  if (Array.isArray(value)) return 'list'
  if (value instanceof ContextString) return 'string'
  if (value instanceof NixFloat) return 'float'
  if (value instanceof NixPath) return 'path'
  return 'lambda'
}

const described: Readonly<Record<TypeName, string>> = {
  int: 'an integer',
  float: 'a float',
  string: 'a string',
  bool: 'a Boolean',
  null: 'null',
  path: 'a path',
  list: 'a list',
  set: 'a set',
  lambda: 'a function',
}

/** A type in a message, with its article. */
export const describeType = (name: TypeName): string => described[name]

/** What a value is, in a message: "an integer", "the built-in function 'map'". */
export const describe = (slot: Slot): string => {
  if (slot instanceof Thunk) return 'a thunk'
  if (slot instanceof ContextString) return 'a string with context'
  if (slot instanceof Builtin) return `the built-in function '${slot.name}'`
  if (slot instanceof PartialBuiltin) return `the partially applied built-in function '${slot.builtin.name}'`
  return described[typeName(slot)]
}

export const isFunction = (value: Value): value is Lambda | Builtin | PartialBuiltin =>
  value instanceof Lambda || value instanceof Builtin || value instanceof PartialBuiltin
