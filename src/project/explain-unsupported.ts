/**
 * A module that has `options` or `config`, and beside them what belongs into `config`. The module system names the file at
 * best, and one that is written inside another by numbers of its own; the texts say where it is.
 */
import type { Diagnostic, Label } from '../contracts/diagnostic.js'
import { longFormNames } from '../nix/sites/certain-imports.js'
import { moduleFiles } from '../nix/sites/module-files.js'
import type { SourceTree } from '../nix/sites/source-tree.js'
import { forEachExpression } from '../nix/sites/walk.js'
import { toBytes } from '../nix/syntax/bytes.js'
import type { CompileOptions } from './compile-options.js'

/** nixpkgs lib/modules.nix, unifyModuleSyntax. */
const unsupported = /^Module `(.*?)((?::anon-\d+)*)' has an unsupported attribute `.*\(namely: (.*?)\)/s

/** Undefined where it is another's message, or no place is found. */
export const withUnsupported = (
  diagnostic: Diagnostic,
  { entries }: CompileOptions,
): Diagnostic | undefined => {
  const [, file, , names] = unsupported.exec(diagnostic.message) ?? []
  if (file === undefined || names === undefined) return undefined
  const isFile = file.startsWith('/')
  const roots = isFile ? [file] : entries.flatMap(entry => (entry.kind === 'file' ? [entry.path] : []))
  const trees = [...moduleFiles(roots, { alone: isFile }).values()]
  const labels = trees.flatMap(tree => strayIn(tree, names.split(' ')))
  if (labels.length === 0) return undefined
  const message = isFile
    ? diagnostic.message
    : diagnostic.message.replace(/^Module `.*?'/, 'A module that is written inside another')
  return { ...diagnostic, message, labels }
}

/** What a module may have beside `options` and `config`; all else that a set has must be just what is told. */
const supported: ReadonlySet<string> = new Set(longFormNames)

const strayIn = ({ root, source }: SourceTree, names: readonly string[]): readonly Label[] => {
  const told = new Set(names.map(toBytes))
  const found: number[] = []
  forEachExpression(root, expr => {
    if (expr.kind !== 'attrs' || !(expr.entries.has('options') || expr.entries.has('config'))) return
    const stray = [...expr.entries].filter(([name]) => !supported.has(name))
    if (stray.length === told.size && stray.every(([name]) => told.has(name)))
      found.push(...stray.map(([, { at }]) => at))
  })
  return found.toSorted((a, b) => a - b).map(at => ({ position: source.position(at) }))
}
