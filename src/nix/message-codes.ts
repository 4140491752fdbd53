/**
 * Which code an evaluation error has, told by Nix' own message: the only thing that all versions of Nix and both
 * engines have in common.
 */
import type { DiagnosticCode } from '../contracts/codes.js'

const table: readonly (readonly [RegExp, DiagnosticCode])[] = [
  [/^syntax error/, 'nix-syntax'],
  [/^(undefined variable|'[^']*' not defined)/, 'nix-undefined-variable'],
  [/^attribute '.*' already defined/, 'nix-syntax'],
  [/^(duplicate formal|path .* has a trailing slash|invalid integer|invalid float)/, 'nix-syntax'],
  [/^lib\.\S+ is not in terrane's bundled lib/, 'nix-missing-lib-function'],
  [/^attribute '.*' missing/, 'nix-missing-attribute'],
  [/^(attribute|list index) .* in selection path .*(not found|out of range)/, 'nix-missing-attribute'],
  [/^the expression selected by the selection path/, 'nix-type'],
  [/^missing closing quote in selection path/, 'nix-syntax'],
  [/^cannot evaluate a function that has an argument without a value/, 'nix-missing-argument'],
  [/^the NixOps network .* asks for an argument/, 'nix-missing-argument'],
  [/called without required argument/, 'nix-missing-argument'],
  [/called with unexpected argument/, 'nix-unexpected-argument'],
  [/^the input `.*' of the host `.*' is known only after the apply/, 'host-input-unknown'],
  [/^The option `[^']*' does not exist/, 'module-unknown-option'],
  [/^A definition for option `.*' is not of type/, 'module-type'],
  [/^The option `.*' has \d+ blocks, and at (most|least)/, 'module-type'],
  [/^The option `.*' has conflicting definition values/, 'module-conflict'],
  [
    /^The (unique )?option `.*' is (defined multiple times|read-only)|^The option `.*' in .* (is already declared|would be a parent of the following options)/,
    'module-conflict',
  ],
  [/^The option `.*['`] is defined both null and not null/, 'module-null-conflict'],
  [/^The option `.*' was accessed but has no value defined/, 'module-no-value'],
  [/^The option `.*' is used but not defined/, 'module-no-value'],
  [/^\s*Failed assertion/i, 'module-assertion'],
  [/does not look like a module/, 'entry-not-a-module'],
  [/^infinite recursion encountered/, 'nix-infinite-recursion'],
  [/^stack overflow/, 'nix-stack-overflow'],
  [/^(file|path) '.*' was not found in the Nix search path/, 'nix-search-path'],
  [/was not found in the Nix search path/, 'nix-search-path'],
  [/(No such file or directory|does not exist$|is not tracked by Git)/i, 'nix-missing-file'],
  [/^assertion .* failed/, 'nix-assertion'],
  [/does not provide attribute/, 'flake-missing-output'],
  [/access to (absolute )?path .* is forbidden/, 'nix-access-denied'],
  [/^(build of|builder for|Cannot build|\d+ dependencies of derivation)/, 'nix-build'],
  [
    /^(cannot (coerce|add|compare|convert|multiply|divide|decode)|value is .* while|expected a|.* is not a (function|set|list)|attempt to call something which is not a function|the .* (argument|value).*must be)/,
    'nix-type',
  ],
]

/** The code for one of Nix' messages. `threw`: it came from `throw`, whose text may be anything. */
export const codeOf = (message: string, threw = false): DiagnosticCode =>
  table.find(([pattern]) => pattern.test(message))?.[1] ?? (threw ? 'nix-throw' : 'nix-evaluation')
