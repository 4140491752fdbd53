/**
 * A value that fails while its option makes something of it (coercedTo, apply, a default of the wrong type) has no place in
 * the trace but that of who reads it: its definitions are shown as well.
 */
import type { Diagnostic, Label } from '../contracts/diagnostic.js'
import { showValue } from '../modules/show-value.js'
import { pathComponents } from '../nix/option-chain.js'
import type { CompileOptions } from './compile-options.js'
import { definitionsOf } from './definitions-of.js'
import type { Engine } from './engine.js'

/** The diagnostic with the definitions that count of the option which fails; as it was where the place is known. */
export const withDefinitions = async (
  diagnostic: Diagnostic,
  engine: Engine,
  options: CompileOptions,
): Promise<Diagnostic> => {
  const option = diagnostic.notes?.flatMap(
    note => /^while evaluating the option `(.*?)'(?:, for |$)/.exec(note)?.[1] ?? [],
  )[0]
  if (option === undefined || !diagnostic.labels.every(isReading)) return diagnostic
  const [first, ...rest] = pathComponents(option)
  const all = await definitionsOf([first!, ...rest], engine, options)
  const counting = all.filter(({ status }) => status === 'used' || status === 'default')
  const labels = counting.flatMap(({ position, value }): readonly Label[] =>
    position === undefined ? [] : [{ position, ...(value === undefined ? {} : { text: showValue(value) }) }],
  )
  return { ...diagnostic, labels: [...labels, ...diagnostic.labels] }
}

const isReading = ({ text }: Label): boolean => text?.startsWith('while evaluating the attribute') ?? false
