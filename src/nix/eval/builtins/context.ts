/**
 * What a string refers to in the store. An element of a context is a store path (a source), `!output!path.drv` (an
 * output of a derivation) or `=path.drv` (a derivation with all that it needs).
 */

import { parseStorePath } from '../../store/store-path.js'
import { fromBytes } from '../../syntax/bytes.js'
import { type Attrs, attrsFromMap, record } from '../attrs.js'
import { coerce } from '../coerce.js'
import { expectBool, expectList, expectPlain, expectSet, expectString } from '../expect.js'
import { evaluationError } from '../failure.js'
import type { Session } from '../session.js'
import { ContextSet, textOf } from '../strings.js'
import { ContextString, type Slot, type Value } from '../values.js'
import type { BuiltinTable } from './table.js'

type Element =
  | { readonly kind: 'path' | 'allOutputs'; readonly path: string }
  | { readonly kind: 'output'; readonly path: string; readonly output: string }

/** An element of a context, taken apart. */
export const readElement = (element: string): Element => {
  if (element.startsWith('=')) return { kind: 'allOutputs', path: element.slice(1) }
  if (!element.startsWith('!')) return { kind: 'path', path: element }
  const end = element.indexOf('!', 1)
  return { kind: 'output', output: element.slice(1, end), path: element.slice(end + 1) }
}

interface Entry {
  path: boolean
  allOutputs: boolean
  outputs: string[]
}

/** The context of a string as a set by store path: what `builtins.getContext` gives. */
export const contextSet = (context: Iterable<string>): Attrs => {
  const entries = new Map<string, Entry>()
  for (const text of context) {
    const element = readElement(text)
    const entry = entries.get(element.path) ?? { path: false, allOutputs: false, outputs: [] }
    entries.set(element.path, entry)
    if (element.kind === 'output') entry.outputs.push(element.output)
    else entry[element.kind] = true
  }
  return attrsFromMap(
    new Map(
      [...entries].map(([path, entry]) => {
        const shown: Record<string, Slot> = {}
        if (entry.path) shown.path = true
        if (entry.allOutputs) shown.allOutputs = true
        if (entry.outputs.length > 0) shown.outputs = entry.outputs.sort()
        return [path, record(shown)]
      }),
    ),
  )
}

const isStorePath = (path: string): boolean => {
  try {
    parseStorePath(path)
    return true
  } catch {
    return false
  }
}

const appendContext = (string: Slot, added: Slot): Value => {
  const context = new ContextSet()
  const text = context.take(expectString(string))
  const { shape, values } = expectSet(added)
  for (const [i, name] of shape.names.entries()) {
    const shown = fromBytes(name)
    if (!isStorePath(name)) throw evaluationError(`context key '${shown}' is not a store path`)
    const isDerivation = name.endsWith('.drv')
    const entry = expectSet(values[i]!)
    const path = entry.get('path')
    if (path !== undefined && expectBool(path)) context.add(name)
    const allOutputs = entry.get('allOutputs')
    if (allOutputs !== undefined && expectBool(allOutputs)) {
      if (!isDerivation)
        throw evaluationError(
          `tried to add all-outputs context of ${shown}, which is not a derivation, to a string`,
        )
      context.add(`=${name}`)
    }
    const outputs = entry.get('outputs')
    if (outputs === undefined) continue
    const list = expectList(outputs)
    if (list.length > 0 && !isDerivation)
      throw evaluationError(
        `tried to add derivation output context of ${shown}, which is not a derivation, to a string`,
      )
    for (const output of list) context.add(`!${expectPlain(output)}!${name}`)
  }
  return context.attach(text)
}

const addDrvOutputDependencies = (session: Session, string: Slot): Value => {
  const context = new ContextSet()
  const text = coerce(session, string, context, { copy: true })
  const elements = [...context]
  if (elements.length !== 1)
    throw evaluationError(
      `context of string '${fromBytes(text)}' must have exactly one element, but has ${elements.length}`,
    )
  const element = readElement(elements[0]!)
  if (element.kind === 'output')
    throw evaluationError(
      `\`addDrvOutputDependencies\` can only act on derivations, not on a derivation output such as '${element.output}'`,
    )
  if (!element.path.endsWith('.drv')) throw evaluationError(`path '${element.path}' is not a derivation`)
  return new ContextString(text, new Set([`=${element.path}`]))
}

export const contextBuiltins = (session: Session): BuiltinTable => ({
  hasContext: [1, string => typeof expectString(string) !== 'string'],
  getContext: [
    1,
    string => {
      const value = expectString(string)
      return contextSet(typeof value === 'string' ? [] : value.context)
    },
  ],
  appendContext: [2, appendContext],
  unsafeDiscardOutputDependency: [
    1,
    string => {
      const context = new ContextSet()
      const text = coerce(session, string, context, { copy: true })
      const kept = new ContextSet()
      for (const element of context) kept.add(element.startsWith('=') ? element.slice(1) : element)
      return kept.attach(textOf(text))
    },
  ],
  addDrvOutputDependencies: [1, string => addDrvOutputDependencies(session, string)],
})
