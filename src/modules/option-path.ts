/** How the module system writes the path of an option: `showOption` of nixpkgs' lib/options.nix. */
import type { DefinitionPath, DefinitionStep } from './document.js'

const identifier = /^[a-zA-Z_][a-zA-Z0-9_'-]*$/

/** One component; what is no identifier stands in quotes. */
export const showComponent = (name: string): string =>
  identifier.test(name) ? name : `"${name.replace(/[\\"]/g, '\\$&').replace(/\$\{/g, '\\${')}"`

const showStep = (step: DefinitionStep): string =>
  typeof step === 'string' ? showComponent(step) : `"[definition ${step.winner + 1}-entry ${step.entry + 1}]"`

export const showOption = (path: DefinitionPath): string => path.map(showStep).join('.')
