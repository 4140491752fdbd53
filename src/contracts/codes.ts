/**
 * The table of diagnostic codes. A code is stable: scripts match on it, users search for it. The exit status of a
 * run that ends in errors is that of its first error.
 */
import { type ExitStatus, exitStatus } from './exit-status.js'

const { configuration, environment, failed, refused, usage, interrupted } = exitStatus

export const codes = {
  // Nix: reading and evaluating
  'nix-syntax': configuration,
  'nix-undefined-variable': configuration,
  'nix-missing-attribute': configuration,
  'nix-missing-argument': configuration,
  'nix-unexpected-argument': configuration,
  'nix-type': configuration,
  'nix-throw': configuration,
  'nix-assertion': configuration,
  'nix-infinite-recursion': configuration,
  'nix-stack-overflow': configuration,
  'nix-missing-file': configuration,
  'nix-missing-lib-function': configuration,
  'nix-search-path': configuration,
  'nix-unsupported': configuration,
  'nix-access-denied': configuration,
  'nix-evaluation': configuration,
  'nix-warning': configuration,
  'nix-build': failed,
  // Entries and projects
  'entry-missing': configuration,
  'entry-not-a-module': configuration,
  'flake-untracked-file': configuration,
  'flake-missing-output': configuration,
  // Modules: merging definitions
  'module-unknown-option': configuration,
  'module-undefined-path': configuration,
  'module-type': configuration,
  'module-conflict': configuration,
  'module-null-conflict': configuration,
  'module-no-value': configuration,
  'module-nested-property': configuration,
  'module-cycle': configuration,
  'module-assertion': configuration,
  'module-warning': configuration,
  // The Terraform document
  'document-invalid': configuration,
  'document-reference': configuration,
  'document-ignored': configuration,
  'document-replaced': configuration,
  // Files that it names
  'source-holds-work-folder': configuration,
  // The document against the schemas of its providers
  'schema-file': configuration,
  'schema-mismatch': configuration,
  'schema-ignored': configuration,
  'schema-deprecated': configuration,
  // The provider without a network
  'provider-cloud-file': environment,
  'provider-start': environment,
  // Running tofu/terraform
  'terraform-diagnostic': failed,
  'terraform-failed': failed,
  'terraform-stale-plan': failed,
  'terraform-declined': failed,
  'destroy-refused': refused,
  interrupted: interrupted,
  // The surroundings
  'tool-missing': environment,
  'tool-version': environment,
  'dialect-changed': environment,
  'work-folder-owned': environment,
  'work-folder-locked': environment,
  'state-would-leak': environment,
  'credential-unreadable': environment,
  'file-access': environment,
  'no-terminal': environment,
  // The command line
  usage: usage,
} as const satisfies Record<string, ExitStatus>

export type DiagnosticCode = keyof typeof codes

/** The exit status that a diagnostic's code leads to. */
export const exitStatusOf = (code: DiagnosticCode): ExitStatus => codes[code]
