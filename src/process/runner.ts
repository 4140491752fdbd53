/**
 * How terrane starts other programs. Always with an argument array, never through a shell. Two ways, with a signal
 * policy each:
 *
 * - `run`: short helpers (nix, git, `terraform version`). They share our process group and end with us: SIGINT, SIGTERM
 *   and SIGHUP stop them and make `run` throw `interrupted`.
 * - `drive`: tofu/terraform and whatever else must save its state. It gets a process group of its own, so that a
 *   Ctrl-C in the terminal reaches it exactly once, through us, and it is never killed by a timer.
 */

export interface RunOptions {
  readonly cwd?: string
  /** Added to our own environment; `undefined` removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>
  readonly input?: string
  /** Give the output with a character (0 to 255) for each byte, not as UTF-8 text. */
  readonly bytes?: boolean
  readonly signal?: AbortSignal
}

export interface RunResult {
  readonly status: number
  readonly stdout: string
  readonly stderr: string
}

/** Runs a program to its end. Resolves whatever the exit status; throws `tool-missing` when it can't be started. */
export type Run = (program: string, args: readonly string[], options?: RunOptions) => Promise<RunResult>
