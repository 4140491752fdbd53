/**
 * Values as Terraform sends them: MessagePack, decoded without a look at the schema, so that what is passed on is passed
 * on unchanged. The encoding is that of the plugin protocol's "object wire format"
 * (https://developer.hashicorp.com/terraform/plugin/terraform-plugin-protocol/object-wire-format):
 *
 * - An unknown value is an extension: 0, or 12 with what is known about it. Every extension is taken for an unknown,
 *   and keeps its bytes.
 * - A number is an integer, a float, or a string where it fits neither. 64-bit integers become bigints.
 * - A value of dynamic type is a pair: its type as JSON, in bytes, which nothing else uses; and the value.
 */
import { decode, ExtData, encode } from '@msgpack/msgpack'
import type { Type } from '../schema.js'

export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | ExtData
  | readonly Value[]
  | Values

export interface Values {
  readonly [name: string]: Value
}

/** A value that is known after apply. */
export const unknown: ExtData = new ExtData(0, Uint8Array.of(0))

export const isUnknown = (value: Value | undefined): value is ExtData => value instanceof ExtData

export const isList = (value: Value | undefined): value is readonly Value[] => Array.isArray(value)

/** Whether it is an object or a map. */
export const isValues = (value: Value | undefined): value is Values =>
  typeof value === 'object' &&
  value !== null &&
  !isList(value) &&
  !isUnknown(value) &&
  !(value instanceof Uint8Array)

/** A value in a place whose type is `dynamic`. */
export const dynamic = (type: Type, value: Value): readonly Value[] => [
  new TextEncoder().encode(JSON.stringify(type)),
  value,
]

/** The type of a value of dynamic type, as JSON text, and the value. */
export const dynamicParts = (value: Value): { readonly type: string; readonly value: Value } | undefined => {
  if (!isList(value) || value.length !== 2 || !(value[0] instanceof Uint8Array)) return undefined
  return { type: new TextDecoder().decode(value[0]), value: value[1]! }
}

export const encodeValue = (value: Value): Uint8Array =>
  encode(value, { useBigInt64: true, ignoreUndefined: true })

/** Of a copy of the bytes, so that a type in it is no view of a whole request. Throws if they are no MessagePack. */
export const decodeValue = (bytes: Uint8Array): Value =>
  decode(Uint8Array.from(bytes), { useBigInt64: true }) as Value

/** Whether both encode the same, but for the order of the names. Two unknowns are never the same value. */
export const sameValue = (left: Value | undefined, right: Value | undefined): boolean => {
  if (isUnknown(left) || isUnknown(right)) return false
  if (isList(left))
    return (
      isList(right) &&
      left.length === right.length &&
      left.every((value, index) => sameValue(value, right[index]))
    )
  if (isValues(left))
    return (
      isValues(right) &&
      Object.keys(left).length === Object.keys(right).length &&
      Object.entries(left).every(([name, value]) => name in right && sameValue(value, right[name]))
    )
  if (left instanceof Uint8Array) return right instanceof Uint8Array && Buffer.compare(left, right) === 0
  // A number may be an integer here and a bigint or a string of digits there: the cloud's file has no bigints.
  return left === right || (isNumeric(left) && isNumeric(right) && String(left) === String(right))
}

const isNumeric = (value: Value | undefined): boolean =>
  typeof value === 'number' || typeof value === 'bigint' || typeof value === 'string'
