/** The templates of `terrane new`: the files of templates/, which `nix flake init -t` takes as well. */
import { failure } from '../../contracts/diagnostic.js'
import { nearest } from '../../contracts/nearest.js'
import { templates } from './generated/templates.js'

export interface Template {
  readonly description: string
  /** What to do with a new project: commands, and what no command does. */
  readonly next: readonly string[]
  /** Texts by path. */
  readonly files: Readonly<Record<string, string>>
}

/** By name, in the order in which they are shown. */
export const allTemplates = (): Readonly<Record<string, Template>> => templates

/** The template called `name`. Throws `usage`. */
export const templateCalled = (name: string): Template => {
  if (Object.hasOwn(templates, name)) return templates[name]!
  const names = Object.keys(templates)
  const similar = nearest(name, names)
  throw failure('usage', `there is no template '${name}'`, {
    hint:
      similar === undefined
        ? `the templates are ${names.join(', ')}; a folder comes after one, as in: terrane new default ${name}`
        : `did you mean 'terrane new ${similar}'?`,
  })
}
