import { record } from '../attrs.js'
import { coerce, coerceToString } from '../coerce.js'
import { expectInt, expectList, expectPlain, expectString, expectText } from '../expect.js'
import { evaluationError } from '../failure.js'
import { force } from '../force.js'
import type { Session } from '../session.js'
import { ContextSet, textOf, withContextOf } from '../strings.js'
import { matchRegex, splitRegex } from '../text/regex.js'
import { compareVersions, parseDrvName, splitVersion } from '../text/versions.js'
import type { Slot, Value } from '../values.js'
import type { BuiltinTable } from './table.js'

const copy = { copy: true } as const

const substring = (session: Session, start: Slot, length: Slot, string: Slot): Value => {
  const from = expectInt(start)
  if (from < 0) throw evaluationError("negative start position in 'substring'")
  const size = expectInt(length)
  const whole = coerceToString(session, string, copy)
  const text = textOf(whole)
  const first = Number(from)
  return withContextOf(size < 0 ? text.slice(first) : text.slice(first, first + Number(size)), whole)
}

const concatStringsSep = (session: Session, separator: Slot, list: Slot): Value => {
  const context = new ContextSet()
  const between = context.take(expectString(separator))
  const parts = expectList(list).map(item => coerce(session, item, context, copy))
  return context.attach(parts.join(between))
}

/** Goes through the text once; at each place the first pattern that fits is replaced. */
const replaceStrings = (from: Slot, to: Slot, string: Slot): Value => {
  const patterns = expectList(from)
  const replacements = expectList(to)
  if (patterns.length !== replacements.length)
    throw evaluationError(
      "'from' and 'to' arguments passed to builtins.replaceStrings have different lengths",
    )
  const wanted = patterns.map(expectText)
  const context = new ContextSet()
  const text = context.take(expectString(string))
  const replacement = (i: number): string => context.take(expectString(replacements[i]!))
  const empty = wanted.indexOf('')
  const firsts = new Map<string, number[]>()
  wanted.forEach((pattern, i) => {
    if (pattern !== '') firsts.set(pattern[0]!, [...(firsts.get(pattern[0]!) ?? []), i])
  })
  let out = ''
  let kept = 0
  for (let at = 0; at <= text.length; ) {
    const found = firsts.get(text[at] ?? '')?.find(i => text.startsWith(wanted[i]!, at))
    const index = found === undefined || (empty >= 0 && empty < found) ? empty : found
    if (index < 0) {
      at++
      continue
    }
    out += text.slice(kept, at) + replacement(index)
    kept = at
    at += wanted[index]!.length || 1
    if (index !== empty) kept = at
  }
  return context.attach(out + text.slice(kept))
}

const split = (pattern: Slot, string: Slot): Value => {
  const regex = expectPlain(pattern)
  const parts = splitRegex(regex, expectText(string))
  // A string that was not split is given back as it came, and only then keeps its context (prim_split in Nix).
  return parts.length === 1 ? [string] : parts
}

const match = (pattern: Slot, string: Slot): Value => {
  const regex = expectPlain(pattern)
  return matchRegex(regex, expectText(string))
}

export const stringBuiltins = (session: Session): BuiltinTable => ({
  // Every object has a `toString`, which hides the table's type from the checker.
  toString: [1, (value: Slot) => coerceToString(session, value, { more: true })] as BuiltinTable[string],
  stringLength: [1, string => textOf(coerceToString(session, string, copy)).length],
  substring: [3, (start, length, string) => substring(session, start, length, string)],
  concatStringsSep: [2, (separator, list) => concatStringsSep(session, separator, list)],
  replaceStrings: [3, replaceStrings],
  match: [2, match],
  split: [2, split],
  compareVersions: [
    2,
    (a, b) => {
      const left = expectPlain(a)
      return compareVersions(left, expectPlain(b))
    },
  ],
  splitVersion: [1, version => splitVersion(expectPlain(version))],
  parseDrvName: [1, name => record({ ...parseDrvName(expectPlain(name)) })],
  // A string's value and context are what it is made of; forcing is all that is left to do.
  unsafeDiscardStringContext: [1, string => textOf(coerceToString(session, force(string), copy))],
})
