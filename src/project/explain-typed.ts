/**
 * What the types of a provider (nix/lib/typed-providers.nix) say of a block: they see merged values, of which nobody knows
 * the place. The definitions have it.
 */
import type { Diagnostic } from '../contracts/diagnostic.js'
import { nearest } from '../contracts/nearest.js'
import { readValuePath, showValuePath, type ValuePath } from '../modules/value-path.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import { nearestDefinitions } from './nearest-definitions.js'
import { runtimeRequest } from './request.js'

/** All of the message: what the module system itself says of definitions goes on with their files. */
const complaints = [
  /^The option `(.*)' does not exist\.$/,
  /^The option `(.*)' was accessed but has no value defined\. Try setting the option\.$/,
  /^A definition for option `(.*)' is not of type `[^']*'\. It is a [^\n]*\.$/,
  /^The option `(.*)' has \d+ blocks, and at (?:most|least) [^\n]*\.$/,
  /^The option `(.*)' is read-only: the provider decides its value\.$/,
]

const kinds: ReadonlySet<unknown> = new Set(['resource', 'data', 'ephemeral', 'provider'])

/** The path that a provider's types complain of; undefined where it is another's complaint. */
export const typedPath = ({ message }: Diagnostic): ValuePath | undefined => {
  for (const pattern of complaints) {
    const [, shown] = pattern.exec(message) ?? []
    const path = shown === undefined ? undefined : readValuePath(shown)
    if (path !== undefined && kinds.has(path[0])) return path
  }
  return undefined
}

/** The diagnostic at the definitions of the path, or what is nearest around it, with the name that is meant. */
export const withTypedPlace = async (
  diagnostic: Diagnostic,
  path: ValuePath,
  engine: Engine,
  options: CompileOptions,
): Promise<Diagnostic> => {
  const labels = await nearestDefinitions(path, engine, options)
  const similar =
    diagnostic.code === 'module-unknown-option' ? await similarName(path, engine, options) : undefined
  const hint =
    similar !== undefined
      ? `did you mean \`${similar}'?`
      : diagnostic.code === 'module-no-value'
        ? 'its provider takes no such block without it'
        : diagnostic.hint
  return {
    ...diagnostic,
    // Who happened to look at the block is not the cause.
    labels: labels.length === 0 ? diagnostic.labels : labels,
    ...(hint === undefined ? {} : { hint }),
  }
}

/** By what is declared beside it: in `<name>` anything may be called anything, and `*` is an element of a list. */
const similarName = async (
  path: ValuePath,
  engine: Engine,
  options: CompileOptions,
): Promise<string | undefined> => {
  const answer = await engine
    .evaluate(runtimeRequest(options, 'optionDocs', { failed: [] }))
    .catch(() => null)
  const wrong = path.at(-1)
  if (!Array.isArray(answer) || typeof wrong !== 'string') return undefined
  const around = path.slice(0, -1).filter(step => typeof step === 'string')
  const names = (answer as unknown as readonly { readonly loc: readonly string[] }[]).flatMap(({ loc }) => {
    const steps = loc.filter(step => step !== '*')
    const isBeside =
      steps.length === around.length + 1 &&
      around.every((step, index) => steps[index] === step || steps[index] === '<name>')
    return isBeside ? [steps.at(-1)!] : []
  })
  const similar = nearest(wrong, names)
  return similar === undefined ? undefined : showValuePath([...path.slice(0, -1), similar])
}
