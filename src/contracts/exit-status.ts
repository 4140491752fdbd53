/** Exit statuses of the command; documented for users in docs/exit-status.md. */
export const exitStatus = {
  /** All of it was done. */
  ok: 0,
  /** tofu/terraform, a build or a deployment was started and failed. */
  failed: 1,
  /** It succeeded and there are changes: `--detailed-exitcode`, as `terraform plan` has it; `terrane drift`. */
  changes: 2,
  /** The configuration is wrong: syntax, evaluation, merge, assertion, check. Nothing was started. */
  configuration: 3,
  /** Something outside the configuration is missing or refused: a program, a file, a work folder owned by another entry. */
  environment: 4,
  /** Part of it was done (some hosts, some roots). */
  partial: 5,
  /** The plan would have destroyed what nobody allowed to destroy. Trying again changes nothing. */
  refused: 6,
  /** The command line is wrong (sysexits' EX_USAGE). */
  usage: 64,
  /** A bug in terrane (sysexits' EX_SOFTWARE). */
  bug: 70,
  /** Somebody else is at work on it; later it will do (sysexits' EX_TEMPFAIL). */
  busy: 75,
  /** Interrupted (128 + SIGINT). */
  interrupted: 130,
} as const

export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus]
