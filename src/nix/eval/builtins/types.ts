import { Attrs } from '../attrs.js'
import { isFunction, typeName } from '../describe.js'
import { force } from '../force.js'
import { isInt } from '../numbers.js'
import { ContextString, NixFloat, NixPath, type Value } from '../values.js'
import type { BuiltinTable } from './table.js'

const is = (test: (value: Value) => boolean): BuiltinTable[string] => [1, slot => test(force(slot))]

export const typeBuiltins: BuiltinTable = {
  typeOf: [1, slot => typeName(force(slot))],
  isAttrs: is(value => value instanceof Attrs),
  isList: is(value => Array.isArray(value)),
  isFunction: is(isFunction),
  isString: is(value => typeof value === 'string' || value instanceof ContextString),
  isInt: is(isInt),
  isFloat: is(value => value instanceof NixFloat),
  isBool: is(value => typeof value === 'boolean'),
  isPath: is(value => value instanceof NixPath),
  isNull: is(value => value === null),
}
