/**
 * docs/lib.md, made of the bundled lib itself: the names come of evaluating it, what each takes and does from its source
 * and the comment above it.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { runEmbedded } from '../../src/nix/embedded.js'

const introduction = `# The bundled lib

This page is made from \`nix/lib\` by \`npm run docs\`.

The \`lib\` that modules get where there is no nixpkgs: nixpkgs' names and behaviour, as far as modules for infrastructure reach. It
runs on Nix 2.8 and newer and on the embedded evaluator. Most names stand at the top as well (\`lib.mkOption\` is
\`lib.options.mkOption\`), as in nixpkgs.

What is missing says so when it is used. To use nixpkgs' own lib instead, name it: \`--lib PATH\` (nixpkgs, or its \`lib\` folder),
\`-I nixpkgs=PATH\` or NIX_PATH. A project that is a flake with an input \`nixpkgs\` has that one's.

\`lib.tf\`, for Terraform's expressions, is added to either: [references.md](references.md). So is \`lib.catalogue\`: [catalogue.md](catalogue.md).
`

/** The text of docs/lib.md. */
export const libDocs = async (repository: string): Promise<string> => {
  const lib = join(repository, 'nix', 'lib')
  const topics = topicsOf(readFileSync(join(lib, 'default.nix'), 'utf8'))
  const [names, builtins] = await Promise.all([namesOf(lib, topics), builtinNames()])
  const files = new Map(topics.map(({ name, path }) => [name, sourcesOf(join(lib, path))]))
  const sections = topics.map(({ name, path }) =>
    section(name, path, names[name]!, { builtins, own: files.get(name)!, all: files }),
  )
  return `${introduction}\n${sections.join('\n')}`
}

interface Topic {
  readonly name: string
  readonly path: string
}

const topicsOf = (table: string): readonly Topic[] =>
  [...table.matchAll(/(\w+) = topic "\w+" \.\/([\w./-]+);/g)].map(([, name, path]) => ({
    name: name!,
    path: path!,
  }))

const evaluated = async (expression: string): Promise<unknown> => {
  const { text } = await runEmbedded({
    root: { expression },
    format: 'json',
    attribute: '',
    strings: {},
    expressions: {},
    searchPath: [],
    cwd: '/',
  })
  return JSON.parse(text)
}

/** Of the topic's own file: the names that lib refuses are not there. */
const namesOf = async (lib: string, topics: readonly Topic[]) => {
  const members = topics.map(
    ({ name, path }) => `${name} = builtins.attrNames (import (${lib} + "/${path}") { inherit lib; });`,
  )
  return (await evaluated(`let lib = import ${lib}; in { ${members.join(' ')} }`)) as Readonly<
    Record<string, readonly string[]>
  >
}

const builtinNames = async () =>
  new Set((await evaluated('builtins.attrNames builtins')) as readonly string[])

const sourcesOf = (path: string): readonly (readonly string[])[] =>
  (statSync(path).isDirectory() ? readdirSync(path).map(file => join(path, file)) : [path])
    .filter(file => file.endsWith('.nix'))
    .sort()
    .map(file => readFileSync(file, 'utf8').split('\n'))

interface Sources {
  readonly builtins: ReadonlySet<string>
  readonly own: readonly (readonly string[])[]
  readonly all: ReadonlyMap<string, readonly (readonly string[])[]>
}

const section = (topic: string, path: string, names: readonly string[], sources: Sources): string => {
  const main = sources.own.find(([first]) => first?.startsWith('# ')) ?? []
  const entries = names.map(name => entryOf(topic, name, sources))
  const told = entries.flatMap(entry => ('line' in entry ? [entry.line] : []))
  const plain = entries.flatMap(entry => ('plain' in entry ? [`\`${entry.plain}\``] : []))
  const ofNix = entries.flatMap(entry => ('ofNix' in entry ? [`\`${entry.ofNix}\``] : []))
  return [
    `## ${topic}`,
    '',
    `\`nix/lib/${path}\`. ${headline(path.endsWith('.nix') ? main : (sources.own.find(isTable) ?? main))}`,
    '',
    ...told,
    ...(plain.length > 0 ? ['', `Also: ${plain.join(', ')}.`] : []),
    ...(ofNix.length > 0 ? ['', `Nix' own: ${ofNix.join(', ')}.`] : []),
    '',
  ].join('\n')
}

/** A folder's default.nix imports the others. */
const isTable = (lines: readonly string[]): boolean =>
  lines.some(line => /^ {2}\w+ = import \.\/[\w-]+\.nix \{ inherit lib; \};/.test(line))

const headline = (lines: readonly string[]): string =>
  firstSentence(
    lines.slice(
      0,
      lines.findIndex(line => !line.startsWith('#')),
    ),
  )

type Entry = { readonly line: string } | { readonly plain: string } | { readonly ofNix: string }

const entryOf = (topic: string, name: string, { builtins, own, all }: Sources): Entry => {
  const definition = definitionOf(own, name)
  if (definition === undefined) {
    if (builtins.has(name)) return { ofNix: name }
    const [elsewhere] = [...all].find(([other, files]) => other !== topic && definitionOf(files, name)) ?? []
    return elsewhere === undefined
      ? { plain: name }
      : { line: `* \`${name}\`: the same as \`${elsewhere}.${name}\`.` }
  }
  const { lines, at } = definition
  const call = [name, ...parametersOf(lines, at)].join(' ')
  const comment = commentAbove(lines, at)
  return comment === '' ? { plain: call } : { line: `* \`${call}\`: ${comment}` }
}

/** The binding that stands furthest left, behind the `let` of its file if it can be. */
const definitionOf = (files: readonly (readonly string[])[], name: string) => {
  const pattern = new RegExp(`^( {2,6})${name} =(\\s|$)`)
  let best: { lines: readonly string[]; at: number; worth: number } | undefined
  for (const lines of files) {
    const end = lines.findLastIndex(line => /^in\b/.test(line))
    lines.forEach((line, at) => {
      const indentation = pattern.exec(line)?.[1]?.length
      if (indentation === undefined || (at < end && indentation > 2)) return
      const worth = indentation + (at < end ? 10 : 0)
      if (best === undefined || worth < best.worth) best = { lines, at, worth }
    })
  }
  return best
}

const commentAbove = (lines: readonly string[], at: number): string => {
  let from = at
  while (from > 0 && lines[from - 1]!.trim().startsWith('# ')) from--
  return firstSentence(lines.slice(from, at))
}

const firstSentence = (comment: readonly string[]): string => {
  const text = comment.map(line => line.trim().replace(/^# ?/, '')).join(' ')
  return /^.*?[.](?= [A-Z`]|$)/.exec(text)?.[0] ?? text
}

/** What a function takes, as far as it is written down: `{ a, b }` and names. */
const parametersOf = (lines: readonly string[], at: number): readonly string[] => {
  let rest = lines
    .slice(at, at + 25)
    .join('\n')
    .replace(/^[^=]*=/, '')
  const parameters: string[] = []
  for (;;) {
    const name = /^\s*([a-zA-Z_][\w'-]*):(?=\s)/.exec(rest)
    const set = /^\s*(?:\w+@)?\{([^{}]*(?:\{ \}[^{}]*)*)\}(?:@\w+)?:(?=\s)/.exec(rest)
    const found = name ?? set
    if (found === null) return parameters
    parameters.push(name === null ? `{ ${formalsOf(found[1]!)} }` : name[1]!.replace(/^_/, ''))
    rest = rest.slice(found[0].length)
  }
}

const formalsOf = (formals: string): string =>
  [...formals.replace(/#[^\n]*/g, '').matchAll(/(?:^|,)\s*([a-zA-Z_][\w'-]*|\.\.\.)\s*(\?)?/g)]
    .map(([, name, optional]) => `${name}${optional ?? ''}`)
    .join(', ')
