/** Which options of a project a reader asks about. */
import { pathComponents } from '../../nix/option-chain.js'
import type { DocumentedOption } from './documented-option.js'

/**
 * The option at `path` and all below it. A name fits where the option has a placeholder: `servers.web.size` finds
 * `servers.<name>.size`, and `rules.0` finds `rules.*`.
 */
export const below = (options: readonly DocumentedOption[], path: string): readonly DocumentedOption[] => {
  const asked = pathComponents(path)
  return options.filter(({ loc }) => asked.every((name, index) => fits(loc[index], name)))
}

/** Whether `path` names this option and not a set of options. */
export const isAt = (option: DocumentedOption, path: string): boolean =>
  option.loc.length === pathComponents(path).length

/** The options that have a word in their name or description; capitals don't matter. */
export const mentioning = (
  options: readonly DocumentedOption[],
  word: string,
): readonly DocumentedOption[] => {
  const wanted = word.toLowerCase()
  return options.filter(({ name, description }) =>
    `${name}\n${description ?? ''}`.toLowerCase().includes(wanted),
  )
}

const fits = (declared: string | undefined, asked: string): boolean =>
  declared !== undefined && (declared === asked || isPlaceholder(declared))

const isPlaceholder = (name: string): boolean => name === '*' || /^<.*>$/.test(name)
