/** Whether a failure is the one that a test expects. */
import type { DiagnosticCode } from '../../contracts/codes.js'
import type { Diagnostic } from '../../contracts/diagnostic.js'
import type { Node } from '../../modules/definitions.js'
import type { FailingTest } from './nix-request.js'

/** Undefined where one of the diagnostics fits; else what was expected, in words. */
export const unmetExpectation = (
  { expected, isNixUnit }: FailingTest,
  diagnostics: readonly Diagnostic[],
): string | undefined => {
  if (expected === true) return undefined
  if (typeof expected === 'string')
    return diagnostics.some(one => squeezed(one.message).includes(squeezed(expected)))
      ? undefined
      : `a message with "${expected}"`
  return isNixUnit ? unlikeNixUnit(expected, diagnostics) : unlike(expected, diagnostics)
}

/** How a message is broken into lines is nobody's concern. */
const squeezed = (text: string): string => text.replace(/\s+/g, ' ').trim()

const unlike = (expected: Node, diagnostics: readonly Diagnostic[]): string | undefined => {
  const { message, code } = textsOf(expected, ['message', 'code'])
  const fits = ({ message: told, code: coded }: Diagnostic) =>
    (message === undefined || squeezed(told).includes(squeezed(message))) &&
    (code === undefined || coded === code)
  if (diagnostics.some(fits)) return undefined
  return [
    ...(message === undefined ? [] : [`a message with "${message}"`]),
    ...(code === undefined ? [] : [`the code ${code}`]),
  ].join(' and ')
}

/** The types of nix-unit, which are the names of Nix' own classes of errors. */
const nixTypes: Readonly<Record<string, readonly DiagnosticCode[]>> = {
  ThrownError: ['nix-throw', 'module-type', 'module-unknown-option', 'module-conflict', 'module-no-value'],
  AssertionError: ['nix-assertion'],
  TypeError: ['nix-type', 'nix-missing-argument', 'nix-unexpected-argument'],
  MissingArgumentError: ['nix-missing-argument'],
  UndefinedVarError: ['nix-undefined-variable'],
  InfiniteRecursionError: ['nix-infinite-recursion', 'module-cycle'],
  RestrictedPathError: ['nix-access-denied'],
  ParseError: ['nix-syntax'],
}

/** `{ type; msg; }`; `msg` is a regular expression that is looked for in the message. */
const unlikeNixUnit = (expected: Node, diagnostics: readonly Diagnostic[]): string | undefined => {
  const { type, msg } = textsOf(expected, ['type', 'msg'])
  const codes = type === undefined ? undefined : nixTypes[type]
  const fits = ({ message, code }: Diagnostic) =>
    (codes === undefined || codes.includes(code)) && (msg === undefined || matches(msg, message))
  if (diagnostics.some(fits)) return undefined
  return [
    ...(type === undefined ? [] : [`an error of the type ${type}`]),
    ...(msg === undefined ? [] : [`a message that matches ${msg}`]),
  ].join(' with ')
}

const matches = (pattern: string, text: string): boolean => {
  try {
    return new RegExp(pattern).test(text)
  } catch {
    return text.includes(pattern)
  }
}

const textsOf = <Name extends string>(
  node: Node,
  names: readonly Name[],
): { readonly [name in Name]?: string } => {
  const set = node !== null && typeof node === 'object' ? (node as Readonly<Record<string, unknown>>) : {}
  return Object.fromEntries(
    names.flatMap(name => (typeof set[name] === 'string' ? [[name, set[name]] as const] : [])),
  ) as { readonly [name in Name]?: string }
}
