/**
 * Finds names in Nix source where no engine gives a position: the argument of a module function, and the definition of
 * an option that does not exist, of which nixpkgs tells only the file.
 */
import type { Position } from '../contracts/diagnostic.js'
import { definitionSites, type SitePath } from './sites/definition-sites.js'
import { sourceTree } from './sites/source-tree.js'

/** Source with comments and string contents blanked, at equal offsets, so that what is found is code. */
const blank = (text: string): string =>
  text.replace(/#[^\n]*|\/\*[\s\S]*?\*\/|"(?:\\[\s\S]|[^"\\])*"|''[\s\S]*?''(?![$'\\])/g, part =>
    part.replace(/[^\n]/g, ' '),
  )

const positionAt = (text: string, offset: number, file: string): Position => {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return { file, line, column: offset - before.lastIndexOf('\n') }
}

const escaped = (name: string): string => name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')

/** The formal argument `name` of the file's first function. */
export const locateFormal = (text: string, name: string, file: string): Position | undefined => {
  const found = new RegExp(`(?<![\\w'.-])${escaped(name)}(?![\\w'-])`).exec(blank(text))
  return found === null ? undefined : positionAt(text, found.index, file)
}

/** A module's text that is looked into more than once. */
export interface Locator {
  /** See `locateDefinitions`. */
  readonly definitions: (path: SitePath) => readonly Position[]
  /** The binding of a name, where the text has exactly one: what a function makes has no path, but its attributes have names. */
  readonly onlyBinding: (name: string) => Position | undefined
  /** Whether the whole path stands in the text. */
  readonly isWritten: (names: readonly string[]) => boolean
}

export const locator = (text: string, file: string): Locator => {
  const tree = sourceTree(file, text)
  let code: string | undefined
  const sitesOf = (names: SitePath): readonly Position[] =>
    tree === undefined ? [] : definitionSites(tree, names).map(({ position }) => position)
  return {
    isWritten: names => sitesOf(names).length > 0,
    definitions: path => {
      for (let length = path.length; length > 0; length--) {
        const sites = sitesOf(path.slice(0, length))
        if (sites.length > 0) return sites
      }
      const names = path.filter(step => typeof step === 'string')
      const found = locateByName(text, names, file)
      return found === undefined ? [] : [found]
    },
    onlyBinding: name => {
      code ??= blank(text)
      const found = [
        ...code.matchAll(new RegExp(`(?<![\\w'.-])${escaped(name)}(?![\\w'-])\\s*[.=](?!=)`, 'g')),
      ]
      return found.length === 1 ? positionAt(text, found[0]!.index, file) : undefined
    },
  }
}

/**
 * The definitions of the option or value at `path` in a module: of the whole path, else of the longest beginning that the
 * text defines; else the first place where its names stand.
 */
export const locateDefinitions = (text: string, path: SitePath, file: string): readonly Position[] =>
  locator(text, file).definitions(path)

/** The definitions of the whole path that the text writes out. */
export const locateExactly = (text: string, names: readonly string[], file: string): readonly Position[] => {
  const tree = sourceTree(file, text)
  return tree === undefined ? [] : definitionSites(tree, names).map(({ position }) => position)
}

/** The first of `locateDefinitions`. */
export const locateDefinition = (text: string, path: SitePath, file: string): Position | undefined =>
  locateDefinitions(text, path, file)[0]

/**
 * As much of the attribute path as stands in one place, longest first; at the least its last name. A binding of just
 * that is better than one that goes on (`a.b` for `a.b.c = …`) or has more before it (`config.a.b = …`).
 */
const locateByName = (text: string, names: readonly string[], file: string): Position | undefined => {
  const code = blank(text)
  for (let from = 0; from < names.length; from++) {
    const path = names.slice(from).map(escaped).join('\\s*\\.\\s*')
    for (const [before, after] of bindings) {
      const found = new RegExp(`${before}${path}${after}`).exec(code)
      if (found !== null) return positionAt(text, found.index, file)
    }
  }
  return undefined
}

const bindings = [
  ["(?<![\\w'.-])", "(?![\\w'-])\\s*=(?!=)"],
  ["(?<![\\w'.-])", "(?![\\w'-])\\s*\\."],
  ["(?<![\\w'-])", "(?![\\w'-])\\s*=(?!=)"],
] as const
