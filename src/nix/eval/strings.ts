/** Strings with and without context. */
import { fromBytes } from '../syntax/bytes.js'
import { evaluationError } from './failure.js'
import { ContextString } from './values.js'

export type NixString = string | ContextString

/** Collects what the parts of a string refer to. */
export class ContextSet {
  private elements: Set<string> | undefined

  add(element: string): void {
    this.elements ??= new Set()
    this.elements.add(element)
  }

  /** The text of `string`; its context is collected. */
  take(string: NixString): string {
    if (typeof string === 'string') return string
    for (const element of string.context) this.add(element)
    return string.text
  }

  get first(): string | undefined {
    return this.elements?.values().next().value
  }

  [Symbol.iterator](): Iterator<string> {
    return (this.elements ?? []).values()
  }

  /** `text` with what was collected as its context. */
  attach(text: string): NixString {
    return this.elements === undefined ? text : new ContextString(text, this.elements)
  }
}

export const textOf = (string: NixString): string => (typeof string === 'string' ? string : string.text)

export const withContextOf = (text: string, string: NixString): NixString =>
  typeof string === 'string' ? text : new ContextString(text, string.context)

/** The store path that an element of a context names: without the mark of an output or a whole derivation. */
export const contextPath = (element: string): string => {
  if (element.startsWith('!')) return element.slice(element.indexOf('!', 1) + 1)
  return element.startsWith('=') ? element.slice(1) : element
}

/** Throws where a string must not refer to the store. */
export const refuseContext = (string: NixString): string => {
  if (typeof string === 'string') return string
  const [element] = string.context
  throw evaluationError(
    `the string '${fromBytes(string.text)}' is not allowed to refer to a store path (such as '${contextPath(element ?? '').replace(/^\/nix\/store\//, '')}')`,
  )
}
