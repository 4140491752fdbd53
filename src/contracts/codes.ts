/**
 * The table of diagnostic codes. A code is stable: scripts match on it, users search for it. The exit status of a
 * run that ends in errors is that of its first error.
 */
import { type ExitStatus, exitStatus } from './exit-status.js'

const { configuration, environment, failed, partial, refused, usage, interrupted } = exitStatus

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
  // Tests of modules
  'test-failed': failed,
  'test-file': configuration,
  'snapshot-file': environment,
  // Entries and projects
  'entry-missing': configuration,
  'entry-not-a-module': configuration,
  'project-exists': environment,
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
  // Projects of several roots
  'stack-invalid': configuration,
  'stack-unknown': configuration,
  'stack-unspecified': usage,
  'stack-cycle': configuration,
  'stack-output': configuration,
  'stack-output-type': failed,
  'stack-not-applied': failed,
  'stack-not-destroyed': failed,
  'stack-still-needed': configuration,
  'stack-state-left': environment,
  'stack-left': environment,
  'stack-changes-unknown': environment,
  // Files that it names
  'source-holds-work-folder': configuration,
  // The document against the schemas of its providers
  'schema-file': configuration,
  'schema-unknown': configuration,
  'schema-mismatch': configuration,
  'schema-ignored': configuration,
  'schema-deprecated': configuration,
  // What is imported
  'hcl-syntax': configuration,
  'hcl-unconverted': configuration,
  'hcl-doubtful': configuration,
  // NixOS hosts
  'host-invalid': configuration,
  'host-unknown': configuration,
  'host-sensitive-input': configuration,
  'host-input-unknown': configuration,
  'host-not-applied': environment,
  'host-key-source': environment,
  'manifest-invalid': environment,
  'deploy-failed': failed,
  'deploy-partial': partial,
  'deploy-declined': failed,
  // The provider without a network
  'provider-cloud-file': environment,
  'provider-start': environment,
  'offline-impossible': configuration,
  // Running tofu/terraform
  'terraform-diagnostic': failed,
  'terraform-failed': failed,
  'terraform-stale-plan': failed,
  'terraform-declined': failed,
  'destroy-refused': refused,
  interrupted: interrupted,
  detached: interrupted,
  'run-unattended': failed,
  'state-locked': failed,
  'backend-changed': failed,
  // Connections to hosts
  'host-connection': failed,
  'host-key': environment,
  'host-request': failed,
  'host-bootstrap': failed,
  // The surroundings
  'tool-missing': environment,
  'tool-version': environment,
  'dialect-changed': environment,
  'work-folder-owned': environment,
  'work-folder-locked': environment,
  'run-missing': environment,
  'workspace-missing': environment,
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
