/**
 * The places of what a message of the module system names. It names options and files only; the texts of the files have
 * the lines.
 */
import type { Label, Position } from '../contracts/diagnostic.js'
import type { ErrorView } from './error-view.js'
import { locateDefinitions, locateExactly } from './locate.js'
import { pathComponents } from './option-chain.js'
import type { TraceEntry } from './trace.js'

/** The innermost definition of the document that was being evaluated, as nix/definitions tells. */
export const enclosingDefinition = (trace: readonly TraceEntry[], view: ErrorView): readonly Label[] => {
  for (const { message } of trace) {
    const [, path, file] = /^while evaluating the definition of `(.*)' in `(.*)':?$/.exec(message) ?? []
    if (path === undefined || (view.isForeign(file!) && !view.showTrace)) continue
    const position = definitionIn(file!, path, view)
    if (position !== undefined) return [{ position, text: 'while evaluating this definition' }]
  }
  return []
}

export const moduleFile = (message: string, view: ErrorView): readonly Label[] => {
  const [, file] = /^module \S+ \((\/[^)]*)\) does not look like a module/.exec(message) ?? []
  return file === undefined || view.read(file) === undefined
    ? []
    : [{ position: { file, line: 1, column: 1 } }]
}

/** The files are those of two declarations: of one option, or of one and another inside of it. */
export const declarationLabels = (message: string, view: ErrorView): readonly Label[] => {
  const declared = /^The option `(.*?)' in `(.*?)' is already declared in (.*)\.$/.exec(message.trim())
  const parent = /^The option `(.*?)' in module `(.*?)' would be a parent of the following options/.exec(
    message,
  )
  if (declared !== null) {
    const [, option, here, others] = declared
    const files = [here!, ...[...others!.matchAll(/`(.*?)'/g)].map(([, file]) => file!)]
    return [...new Set(files)].flatMap(file => declarationsIn(file, option!, view))
  }
  if (parent === null) return []
  const inside = [...message.matchAll(/option\(s\) with prefix `(.*?)' in module `(.*?)'/g)]
  return [parent, ...inside].flatMap(([, option, file]) => declarationsIn(file!, option!, view))
}

const declarationsIn = (file: string, option: string, view: ErrorView): readonly Label[] => {
  const text = file.startsWith('/') ? view.read(file) : undefined
  const found = text === undefined ? [] : locateExactly(text, ['options', ...pathComponents(option)], file)
  return found.map(position => ({ position, text: 'declared here' }))
}

/** The module system names files only: ``- In `FILE': value`` for an option that the message names first. */
export const definitionLabels = (message: string, view: ErrorView): readonly Label[] => {
  const [, option] =
    /^(?:The (?:unique )?option|A definition for option) `(.*?)['`] /.exec(message) ??
    /^The option `(.*?)' is read-only/.exec(message) ??
    []
  if (option === undefined) return []
  const found = [...message.matchAll(/^- In `(.*?)'(?::(?: (.*))?)?$/gm)]
  const files = found.map(([, file]) => file!)
  return files.flatMap((file, index) => {
    const positions = definitionsIn(file, option, view)
    // As many places as definitions: they are in the same order. Else the first has to do.
    const together = files.filter(other => other === file).length === positions.length
    const earlier = files.slice(0, index).filter(other => other === file).length
    const position = positions[together ? earlier : 0]
    const text = found[index]![2]
    return position === undefined ? [] : [{ position, ...(text === undefined ? {} : { text }) }]
  })
}

/** The places in several files that define just this option. */
export const definedIn = (files: readonly string[], option: string, view: ErrorView): readonly Position[] =>
  files.flatMap(file => {
    const text = view.read(file)
    return text === undefined ? [] : locateExactly(text, pathComponents(option), file)
  })

/** A module that is an option's value, such as a host's configuration, has that option's path before its own. */
export const definitionsIn = (told: string, option: string, view: ErrorView): readonly Position[] => {
  const [, file = told, holder = ''] = /^(.*?), via option (.*)$/.exec(told) ?? []
  const text = file.startsWith('/') ? view.read(file) : undefined
  const path = [...pathComponents(holder), ...pathComponents(option)]
  return text === undefined ? [] : locateDefinitions(text, path, file)
}

const definitionIn = (file: string, option: string, view: ErrorView): Position | undefined =>
  definitionsIn(file, option, view)[0]

/** Each place once. */
export const distinct = (labels: readonly Label[]): readonly Label[] =>
  labels.filter(
    (label, index) =>
      labels.findIndex(
        other =>
          other.position.file === label.position.file &&
          other.position.line === label.position.line &&
          other.position.column === label.position.column,
      ) === index,
  )
