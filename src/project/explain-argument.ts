/**
 * A module function that asks for an argument which nobody gives. The module system knows the file of a module; of one
 * that is written inside another, such as a submodule, only the texts say where it is.
 */
import type { Diagnostic, Label } from '../contracts/diagnostic.js'
import { nearest } from '../contracts/nearest.js'
import { locateFormal } from '../nix/locate.js'
import { readIfPossible } from '../nix/nix-command/read-text.js'
import { moduleFiles } from '../nix/sites/module-files.js'
import { forEachExpression } from '../nix/sites/walk.js'
import { toBytes } from '../nix/syntax/bytes.js'
import type { CompileOptions } from './compile-options.js'

/** The arguments that every module can have. */
const usual = ['config', 'lib', 'options', 'pkgs', 'specialArgs']
const usualInSubmodules = ['config', 'lib', 'name', 'options', 'specialArgs']

/** The diagnostic with the place of the function, and what the name may be a slip for. */
export const withArgument = (diagnostic: Diagnostic, options: CompileOptions): Diagnostic => {
  const [, network, argument] =
    /^the NixOps network (.*) asks for an argument '(.*)', which/.exec(diagnostic.message) ?? []
  if (network !== undefined) return ofNetwork(diagnostic, network, argument!, options)
  const [, name] = /^the module function asks for an argument '(.*)', which/.exec(diagnostic.message) ?? []
  if (name === undefined) return diagnostic
  const isInside = diagnostic.labels.length === 0
  const labels = isInside ? functionsAsking(name, options) : diagnostic.labels
  const given = isInside
    ? usualInSubmodules
    : [...usual, ...Object.keys(options.strings), ...Object.keys(options.expressions)]
  const similar = nearest(name, given)
  const { notes: _, ...known } = diagnostic
  const hint =
    similar !== undefined
      ? `did you mean '${similar}'?`
      : isInside
        ? `A submodule has arguments of its own: define \`_module.args.${name}' in it, give it with \`specialArgs' of types.submoduleWith, or use a name of the function around it.`
        : diagnostic.hint
  return {
    ...(labels.length === 0 ? diagnostic : known),
    labels,
    ...(hint === undefined ? {} : { hint }),
  }
}

/** A network has what the command line gives (nix/hosts/nixops/recognise.nix), and nothing else. */
const ofNetwork = (
  diagnostic: Diagnostic,
  file: string,
  name: string,
  { strings, expressions }: CompileOptions,
): Diagnostic => {
  const text = readIfPossible(file)
  const position = text === undefined ? undefined : locateFormal(text, name, file)
  const similar = nearest(name, [...Object.keys(strings), ...Object.keys(expressions)])
  return {
    ...diagnostic,
    ...(position === undefined
      ? {}
      : { message: diagnostic.message.replace(` ${file}`, ''), labels: [{ position }] }),
    hint:
      similar === undefined
        ? `Give it with --arg ${name} EXPR or --argstr ${name} VALUE, or give it a default with \`${name} ? …\`.`
        : `the command line gives '${similar}': did you mean '${name}'?`,
  }
}

/** Functions written as modules are, which have an ellipsis, and do without the argument in no case. */
const functionsAsking = (name: string, { entries }: CompileOptions): readonly Label[] => {
  const bytes = toBytes(name)
  const files = entries.flatMap(entry => (entry.kind === 'file' ? [entry.path] : []))
  return [...moduleFiles(files).values()].flatMap(({ root, source }) => {
    const found: number[] = []
    forEachExpression(root, expr => {
      if (expr.kind !== 'lambda' || !expr.formals?.ellipsis) return
      const formal = expr.formals.list.find(one => one.name === bytes && one.fallback === undefined)
      if (formal !== undefined) found.push(formal.at)
    })
    return found.map(at => ({ position: source.position(at) }))
  })
}
