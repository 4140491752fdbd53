/** Values as XML, as `builtins.toXML` and `nix-instantiate --eval --xml` write them: indented, members by name. */
import type { Pos } from '../syntax/source.js'
import { Attrs } from './attrs.js'
import { isDerivation } from './compare.js'
import { force } from './force.js'
import { maxCallDepth } from './limits.js'
import { stackOverflow } from './print.js'
import type { ContextSet } from './strings.js'
import { quoteXml } from './text/escape.js'
import { showFloat } from './text/floats.js'
import { ContextString, Lambda, NixFloat, NixPath, type Slot, Thunk, type Value } from './values.js'

export interface XmlOptions {
  /** Compute everything; else what is not computed yet is `<unevaluated />`. */
  readonly strict: boolean
  /** Say where each member and function was written. */
  readonly positions: boolean
}

const positionOf = (pos: Pos): XmlAttributes => {
  const { line, column } = pos.source.lineAndColumn(pos.offset)
  return {
    ...(pos.source.isFile ? { path: pos.source.name } : {}),
    line: String(line),
    column: String(column),
  }
}

type XmlAttributes = Readonly<Record<string, string>>

/** The whole document, one character for each byte. What strings refer to goes to `context`. */
export const toXml = (
  value: Value,
  context: ContextSet,
  options: XmlOptions = { strict: true, positions: false },
): string => {
  const out = ["<?xml version='1.0' encoding='utf-8'?>\n"]
  const derivations = new Set<string>()
  let indent = ''

  const tag = (name: string, attributes: XmlAttributes, end: string): void => {
    const written = Object.keys(attributes)
      .sort()
      .map(key => ` ${key}=${quoteXml(attributes[key]!)}`)
    out.push(`${indent}<${name}${written.join('')}${end}\n`)
  }
  const empty = (name: string, attributes: XmlAttributes = {}): void => tag(name, attributes, ' />')
  const element = (name: string, attributes: XmlAttributes, content: () => void): void => {
    tag(name, attributes, '>')
    // Kept and not cut back: to cut it costs its length, which is much where `builtins` holds itself without end.
    const outer = indent
    indent += '  '
    content()
    indent = outer
    out.push(`${indent}</${name}>\n`)
  }

  const members = (set: Attrs, depth: number): void => {
    const { names, positions } = set.shape
    names.forEach((name, i) => {
      const pos = positions?.[i] ?? null
      const where = pos && options.positions ? positionOf(pos) : {}
      element('attr', { name, ...where }, () => write(set.values[i]!, depth + 1))
    })
  }

  const settled = (slot: Slot | undefined): Value | undefined => {
    if (slot === undefined) return undefined
    if (options.strict || !(slot instanceof Thunk)) return force(slot)
    return slot.code === null ? (slot.data as Value) : undefined
  }

  const text = (inner: Value | undefined): string | undefined =>
    typeof inner === 'string' ? inner : inner instanceof ContextString ? inner.text : undefined

  const derivation = (set: Attrs, depth: number): void => {
    const attributes: Record<string, string> = {}
    for (const name of ['drvPath', 'outPath']) {
      const path = text(settled(set.get(name)))
      if (path !== undefined) attributes[name] = path
    }
    element('derivation', attributes, () => {
      const { drvPath } = attributes
      if (drvPath !== undefined && drvPath !== '' && !derivations.has(drvPath)) {
        derivations.add(drvPath)
        members(set, depth)
      } else empty('repeated')
    })
  }

  const lambda = ({ info }: Lambda): void => {
    const { argument, formals } = info.expr
    element('function', options.positions ? positionOf(info.pos) : {}, () => {
      if (!formals) {
        empty('varpat', { name: argument! })
        return
      }
      const attributes: Record<string, string> = {}
      if (argument !== undefined) attributes.name = argument
      if (formals.ellipsis) attributes.ellipsis = '1'
      element('attrspat', attributes, () => {
        for (const name of formals.list.map(formal => formal.name).sort()) empty('attr', { name })
      })
    })
  }

  const write = (slot: Slot, depth: number): void => {
    if (depth > maxCallDepth) throw stackOverflow()
    const inner = settled(slot)
    if (inner === undefined) empty('unevaluated')
    else if (typeof inner === 'string') empty('string', { value: inner })
    else if (inner instanceof ContextString) empty('string', { value: context.take(inner) })
    else if (typeof inner === 'number' || typeof inner === 'bigint') empty('int', { value: String(inner) })
    else if (typeof inner === 'boolean') empty('bool', { value: String(inner) })
    else if (inner === null) empty('null')
    else if (inner instanceof NixFloat) empty('float', { value: showFloat(inner.value) })
    else if (inner instanceof NixPath) empty('path', { value: inner.path })
    else if (Array.isArray(inner))
      element('list', {}, () => {
        for (const item of inner) write(item, depth + 1)
      })
    else if (inner instanceof Attrs) {
      if (isDerivation(inner)) derivation(inner, depth)
      else element('attrs', {}, () => members(inner, depth))
    } else if (inner instanceof Lambda) lambda(inner)
    else empty('unevaluated')
  }

  element('expr', {}, () => write(value, 0))
  return out.join('')
}
