/**
 * Definitions of one option that do not go together: the module system stops at the first two, and knows their files. All
 * of them are shown, each at its place.
 */
import type { Diagnostic, Label } from '../contracts/diagnostic.js'
import { showValue } from '../modules/show-value.js'
import type { WhyDefinition } from '../modules/why.js'
import { pathComponents } from '../nix/option-chain.js'
import type { CompileOptions } from './compile-options.js'
import { definitionsOf } from './definitions-of.js'
import type { Engine } from './engine.js'

const conflicts =
  /^The (?:unique )?option `(.*)['`] (has conflicting definition values|is defined multiple times|is defined both null)/

/** The diagnostic with all definitions that are in use; as it was where they can't be told. */
export const withAllDefinitions = async (
  diagnostic: Diagnostic,
  engine: Engine,
  options: CompileOptions,
): Promise<Diagnostic> => {
  const [, option, kind] = conflicts.exec(diagnostic.message) ?? []
  if (option === undefined) return diagnostic
  const [first, ...rest] = pathComponents(option)
  const all = await definitionsOf([first!, ...rest], engine, options)
  const used = all.filter(({ status }) => status === 'used')
  if (used.length < 2) return diagnostic
  const { message, hint } = splitAdvice(diagnostic)
  return {
    ...diagnostic,
    message:
      kind === 'has conflicting definition values' && used.every(({ value }) => value !== undefined)
        ? `${message.split('\n')[0]}${used.map(listed).join('')}`
        : message,
    labels: [...used.flatMap(labelOf), ...diagnostic.labels.filter(isReading)],
    ...(hint === undefined ? {} : { hint }),
  }
}

/** nixpkgs ends its message in what to do: that is a hint. */
const splitAdvice = ({ message, hint }: Diagnostic): { message: string; hint?: string | undefined } => {
  const advice = /\n(Use `lib\.mkForce value` .*)$/.exec(message.trimEnd())
  return advice === null ? { message, hint } : { message: message.slice(0, advice.index), hint: advice[1] }
}

const listed = ({ file, value }: WhyDefinition): string => `\n- In \`${file}': ${showValue(value!)}`

const labelOf = ({ position, value }: WhyDefinition): readonly Label[] =>
  position === undefined ? [] : [{ position, ...(value === undefined ? {} : { text: showValue(value) }) }]

const isReading = ({ text }: Label): boolean => text?.startsWith('while evaluating the attribute') ?? false
