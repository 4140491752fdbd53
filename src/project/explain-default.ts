/**
 * A default that is not of its option's type: the module system says the file of the declaration as if it were that of a
 * definition. In a submodule the same file may define what is around it, which is not to blame.
 */
import type { Diagnostic, Label } from '../contracts/diagnostic.js'
import { locateExactly } from '../nix/locate.js'
import { readIfPossible } from '../nix/nix-command/read-text.js'
import { pathComponents } from '../nix/option-chain.js'
import type { CompileOptions } from './compile-options.js'
import { definitionsOf } from './definitions-of.js'
import type { Engine } from './engine.js'

/** The diagnostic at the declaration, where it is the default that is wrong; else as it was. */
export const atDefault = async (
  diagnostic: Diagnostic,
  engine: Engine,
  options: CompileOptions,
): Promise<Diagnostic> => {
  const [, option] = /^A definition for option `(.*?)' is not of type/.exec(diagnostic.message) ?? []
  const [wrong, ...others] = diagnostic.labels
  if (option === undefined || wrong === undefined || isWritten(option, wrong)) return diagnostic
  const [first, ...rest] = pathComponents(option)
  const all = await definitionsOf([first!, ...rest], engine, options)
  const counting = all.filter(({ status }) => status === 'used' || status === 'default')
  const [{ status, position } = {}] = counting
  if (counting.length !== 1 || status !== 'default' || position === undefined) return diagnostic
  const text = wrong.text === undefined ? 'the default' : `the default: ${wrong.text}`
  return { ...diagnostic, labels: [{ position, text }, ...others] }
}

/** An element of a list has a name of the module system's, which is no default's. */
const isWritten = (option: string, { position: { file } }: Label): boolean => {
  const names = pathComponents(option)
  if (names.some(name => name.startsWith('[definition '))) return true
  const text = readIfPossible(file)
  return text === undefined || locateExactly(text, names, file).length > 0
}
