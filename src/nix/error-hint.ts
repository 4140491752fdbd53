/** What to do about a failed evaluation, where the message alone does not say it. */
import type { EvaluationError } from './trace.js'

/** What the module system gives to the functions of modules: which comes first is up to the engine. */
const ofModules =
  /unexpected argument '(_class|_prefix|config|extendModules|lib|moduleType|options|pkgs|specialArgs)'/

export const hintFor = (code: string, error: EvaluationError): string | undefined => {
  if (error.hint !== undefined) return error.hint
  if (error.suggestions !== undefined && error.suggestions.length > 0)
    return `did you mean ${error.suggestions.map(name => `'${name}'`).join(', ')}?`
  if (code === 'nix-unexpected-argument' && ofModules.test(error.message))
    return 'A module is given more than it asks for: put `...` among the arguments of its function.'
  const [, unset] = /has an argument without a value \('(.*)'\)/.exec(error.message) ?? []
  if (unset !== undefined) return `Give it with --arg ${unset} EXPR or --argstr ${unset} VALUE.`
  if (code === 'module-no-value') return 'Define it in one of the modules, or give the option a default.'
  if (code === 'nix-syntax' && error.message.includes("expecting ';'"))
    return "Is there a ';' missing before it?"
  if (code === 'nix-search-path') return 'Add it with -I name=PATH or to NIX_PATH.'
  return undefined
}
