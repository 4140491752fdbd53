/** Values as text: as `nix-instantiate --eval` prints them, and as Nix quotes them in error messages. */
import { fromBytes } from '../syntax/bytes.js'
import { Attrs } from './attrs.js'
import { describe } from './describe.js'
import { NixError } from './failure.js'
import { blackHole, force } from './force.js'
import { maxCallDepth } from './limits.js'
import { quoteName, quoteNix } from './text/escape.js'
import { showFloat } from './text/floats.js'
import {
  Builtin,
  ContextString,
  Lambda,
  NixFloat,
  NixPath,
  type PartialBuiltin,
  type Slot,
  Thunk,
  type Value,
} from './values.js'

/** Text for people: the bytes of Nix' strings decoded. */
export const printString = (bytes: string): string => quoteNix(fromBytes(bytes))

/** An attribute name, quoted where it has to be. */
export const printName = (bytes: string): string => quoteName(fromBytes(bytes))

const maxDepth = 10
const maxItems = 10
const maxText = 1024

const elided = (count: number, what: string): string => `«${count} ${what}${count === 1 ? '' : 's'} elided»`

/** A value in an error message: nothing is computed, large values are cut. */
export const printForError = (slot: Slot): string => {
  const seen = new Set<unknown>()
  let attrs = 0
  let items = 0

  const print = (inner: Slot, depth: number): string => {
    if (inner instanceof Thunk) {
      if (inner.code !== null) return inner.code === blackHole ? '«potential infinite recursion»' : '«thunk»'
      return print(inner.data as Value, depth)
    }
    const text = printAtom(inner)
    if (text !== undefined) return text
    if (inner instanceof ContextString || typeof inner === 'string') return cutString(textOf(inner))
    if (inner instanceof Attrs) {
      if (inner.size > 0 && seen.has(inner)) return '«repeated»'
      seen.add(inner)
      if (depth >= maxDepth) return '{ ... }'
      let out = '{'
      const important = (name: string) => name === 'type' || name === '_type'
      const names = [...inner.shape.names]
      const order = [...names.filter(important), ...names.filter(name => !important(name))]
      for (const [printed, name] of order.entries()) {
        if (attrs >= maxItems) {
          out += ` ${elided(order.length - printed, 'attribute')}`
          break
        }
        out += ` ${printName(name)} = ${print(inner.get(name)!, depth + 1)};`
        attrs++
      }
      return `${out} }`
    }
    if (Array.isArray(inner)) {
      if (inner.length > 0 && seen.has(inner)) return '«repeated»'
      seen.add(inner)
      if (depth >= maxDepth) return '[ ... ]'
      let out = '['
      for (const [printed, item] of inner.entries()) {
        if (items >= maxItems) {
          out += ` ${elided(inner.length - printed, 'item')}`
          break
        }
        out += ` ${print(item, depth + 1)}`
        items++
      }
      return `${out} ]`
    }
    if (inner instanceof Lambda)
      return `«lambda${inner.info.expr.name === undefined ? '' : ` ${inner.info.expr.name}`} @ ${inner.info.pos}»`
    if (inner instanceof Builtin) return `«primop ${inner.name}»`
    return `«partially applied primop ${(inner as PartialBuiltin).builtin.name}»`
  }
  return print(slot, 0)
}

const cutString = (text: string): string =>
  text.length > maxText
    ? `${printString(text.slice(0, maxText))} ${elided(text.length - maxText, 'byte')}`
    : printString(text)

const textOf = (value: string | ContextString): string => (typeof value === 'string' ? value : value.text)

const printAtom = (value: Value): string | undefined => {
  switch (typeof value) {
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value)
  }
  if (value === null) return 'null'
  if (value instanceof NixFloat) return showFloat(value.value)
  if (value instanceof NixPath) return fromBytes(value.path)
  return undefined
}

/**
 * A value as `nix-instantiate --eval` prints it. With `strict` everything in it is computed first; without, what is not
 * computed yet is `<CODE>`. A set or list that was printed already is `«repeated»`.
 */
export const printValue = (value: Value, strict: boolean): string => {
  if (strict) deepForce(value)
  const seen = new Set<unknown>()
  const out: string[] = []
  const print = (slot: Slot, depth: number): void => {
    if (depth > maxCallDepth) throw stackOverflow()
    if (slot instanceof Thunk && slot.code !== null) {
      out.push(slot.code === blackHole ? '«potential infinite recursion»' : '<CODE>')
      return
    }
    const inner = slot instanceof Thunk ? (slot.data as Value) : slot
    const atom = printAtom(inner)
    if (atom !== undefined) out.push(atom)
    else if (typeof inner === 'string') out.push(printString(inner))
    else if (inner instanceof ContextString) out.push(printString(inner.text))
    else if (inner instanceof Attrs || Array.isArray(inner)) {
      const values = inner instanceof Attrs ? inner.values : inner
      // As in Nix, a set is known by its members, a list by the place that holds it.
      const identity = inner instanceof Attrs ? inner : slot
      if (values.length > 0 && seen.has(identity)) {
        out.push('«repeated»')
        return
      }
      if (inner instanceof Attrs || depth > 0) seen.add(identity)
      if (inner instanceof Attrs) {
        out.push('{ ')
        inner.values.forEach((member, i) => {
          out.push(printName(inner.shape.names[i]!), ' = ')
          print(member, depth + 1)
          out.push('; ')
        })
        out.push('}')
      } else {
        out.push('[ ')
        for (const item of inner) {
          print(item, depth + 1)
          out.push(' ')
        }
        out.push(']')
      }
    } else if (inner instanceof Lambda) out.push('<LAMBDA>')
    else if (inner instanceof Builtin) out.push('<PRIMOP>')
    else out.push('<PRIMOP-APP>')
  }
  print(value, 0)
  return out.join('')
}

/** Computes everything that a value holds, except inside functions. */
export const deepForce = (value: Value): void => {
  const seen = new Set<unknown>()
  const visit = (slot: Slot, depth: number): void => {
    if (depth > maxCallDepth) throw stackOverflow()
    const inner = force(slot)
    if (typeof inner !== 'object' || inner === null) return
    if (inner instanceof Attrs) {
      if (seen.has(inner)) return
      seen.add(inner)
      const { names, positions } = inner.shape
      for (let i = 0; i < names.length; i++) {
        try {
          visit(inner.values[i]!, depth + 1)
        } catch (error) {
          if (error instanceof NixError)
            error.frames.push({
              text: `while evaluating the attribute '${printName(names[i]!)}'`,
              pos: positions?.[i] ?? null,
            })
          throw error
        }
      }
    } else if (Array.isArray(inner)) {
      if (seen.has(inner)) return
      seen.add(inner)
      for (const item of inner) visit(item, depth + 1)
    }
  }
  visit(value, 0)
}

export const stackOverflow = (): NixError =>
  new NixError('nix-stack-overflow', 'stack overflow; max-call-depth exceeded')

/** "expected a set but found a string: "foo"". */
export const typeError = (expected: string, found: Value): NixError =>
  new NixError('nix-type', `expected ${expected} but found ${describe(found)}: ${printForError(found)}`)
