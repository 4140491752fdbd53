import type { Diagnostic } from '../contracts/diagnostic.js'
import { type ErrorView, notesOf, traceNotes } from './error-view.js'
import { locateFormal } from './locate.js'
import type { EvaluationError } from './trace.js'

/**
 * A module function asks for an argument that nobody gives. nixpkgs says `attribute 'x' missing` at a place in its own
 * lib/modules.nix; what the user needs is the name in their own function.
 */
export const missingArgument = (error: EvaluationError, view: ErrorView): Diagnostic | undefined => {
  if (!/^attribute '.*' missing/.test(error.message)) return undefined
  const entry = error.trace.find(one => /^while evaluating the module argument/.test(one.message))
  const [, name, file] =
    /^while evaluating the module argument `(.*)' in "(.*)":$/.exec(entry?.message ?? '') ?? []
  // The argument may exist and its value fail on a missing attribute: then the missing name is another.
  if (name === undefined || file === undefined || !error.message.startsWith(`attribute '${name}' missing`))
    return undefined
  const text = view.read(file)
  const position = text === undefined ? undefined : locateFormal(text, name, file)
  return {
    code: 'nix-missing-argument',
    severity: 'error',
    message: `the module function asks for an argument '${name}', which nobody gives`,
    labels: position === undefined ? [] : [{ position }],
    ...notesOf([...(position === undefined ? [`in ${file}`] : []), ...traceNotes(error, view)]),
    hint: `Give it with --arg ${name} EXPR or --argstr ${name} VALUE, define \`_module.args.${name}\`, or give it a default with \`${name} ? …\` and \`...\`.`,
  }
}
