/**
 * Store paths that the document names and that must exist before Terraform reads it: `nix eval` prints the path of a
 * derivation without building it. Built here, and kept from garbage collection by roots in the work folder.
 */
import { mkdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { failure } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import type { StringContext } from '../modules/definitions.js'
import type { Run } from '../process/runner.js'

export interface RealiseOptions {
  /** Where the roots go. Absent: nothing is kept, for a document that is only looked at. */
  readonly workFolder?: string
  readonly run: Run
  readonly emit: Emit
  readonly signal?: AbortSignal
}

/** The derivations of a context. */
export const derivationsOf = (context: Readonly<Record<string, StringContext>>): readonly string[] =>
  Object.keys(context)
    .filter(
      path => path.endsWith('.drv') && (context[path]!.outputs !== undefined || context[path]!.allOutputs),
    )
    .sort()

/** Builds or fetches them; returns the output paths. Throws `nix-build` with the end of the log. */
export const realise = async (
  derivations: readonly string[],
  { workFolder, run, emit, signal }: RealiseOptions,
): Promise<readonly string[]> => {
  if (derivations.length === 0) return []
  const roots = workFolder === undefined ? undefined : join(workFolder, '.terrane', 'gcroots')
  if (roots !== undefined) mkdirSync(roots, { recursive: true })
  const outputs: string[] = []
  for (const derivation of derivations) {
    emit({ type: 'realise', path: derivation })
    const kept =
      roots === undefined ? [] : ['--add-root', join(roots, basename(derivation, '.drv')), '--indirect']
    const result = await run('nix-store', ['--realise', derivation, ...kept], {
      cwd: workFolder ?? '/',
      ...(signal === undefined ? {} : { signal }),
    })
    if (result.status !== 0)
      throw failure('nix-build', `${derivation} could not be built`, {
        notes: result.stderr.trimEnd().split('\n').slice(-20),
        hint: `Read the whole log with: nix-store --read-log ${derivation}`,
      })
    outputs.push(...result.stdout.trim().split('\n'))
  }
  return outputs
}
