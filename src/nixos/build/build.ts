/** From a system that was evaluated to one that is built. */
import { failure, type TerraneError } from '../../contracts/diagnostic.js'
import type { RunTelling } from '../../process/run-telling.js'

/** A derivation and what it makes; without a derivation, a path that is built already. */
export interface Buildable {
  readonly derivation: string | null
  readonly output: string
}

export interface BuildContext {
  readonly host: string
  readonly run: RunTelling
  /** Further arguments of `nix-store --realise`. */
  readonly buildArgs: readonly string[]
  /** Called with what Nix and the builders print. */
  readonly tell: (line: string) => void
  /** A link that keeps what is built from garbage collection; it is made or replaced. */
  readonly root: string
  readonly folder: string
  readonly signal?: AbortSignal
}

/**
 * Builds, or fetches what is built already, into the store here. Returns the system's path. Throws `nix-build` with the end
 * of the log.
 */
export const buildHere = async (
  { derivation, output }: Buildable,
  context: BuildContext,
): Promise<string> => {
  const kept = ['--add-root', context.root, '--indirect']
  await nix(
    context,
    'nix-store',
    ['--realise', derivation ?? output, ...kept, ...context.buildArgs],
    derivation ?? output,
  )
  return output
}

/** Has another store build, and copies the system from there. Throws `nix-build`. */
export const buildElsewhere = async (
  buildable: Buildable,
  store: string,
  context: BuildContext,
): Promise<string> => {
  const { derivation, output } = buildable
  if (derivation !== null) {
    await nix(context, 'nix', [...modern, 'copy', '--derivation', '--to', store, derivation], derivation)
    await nix(
      context,
      'nix',
      [...modern, 'build', '--no-link', '--store', store, ...context.buildArgs, derivation],
      derivation,
    )
    await nix(context, 'nix', [...modern, 'copy', '--no-check-sigs', '--from', store, output], derivation)
  }
  return await buildHere({ derivation: null, output }, context)
}

/** Whatever the user has configured, these commands are there. */
const modern = ['--extra-experimental-features', 'nix-command']

const nix = async (
  { host, run, tell, folder, signal }: BuildContext,
  program: string,
  args: readonly string[],
  what: string,
): Promise<void> => {
  const { status, stderr } = await run(program, args, {
    cwd: folder,
    onLine: tell,
    ...(signal === undefined ? {} : { signal }),
  })
  if (status !== 0) throw buildFailure(host, what, stderr)
}

const shownLines = 20

/** The failure of a build, from what Nix has printed. */
export const buildFailure = (host: string, what: string, log: string): TerraneError => {
  const [, platform] = /a '([^']+)'(?: with features \{[^}]*\})? is required to build/.exec(log) ?? []
  return failure('nix-build', `the system of the host '${host}' could not be built`, {
    notes: log.trimEnd().split('\n').slice(-shownLines),
    hint:
      platform === undefined
        ? `the whole log: nix-store --read-log ${what}`
        : `nothing here builds for ${platform}: set build = "target", or a store that does: build = "ssh-ng://…"`,
  })
}
