/**
 * Store paths that the document names and that must exist before Terraform reads it: `nix eval` prints the path of a
 * derivation without building it. Built here, and kept from garbage collection by roots in the work folder, as long as the
 * document names them.
 */
import { existsSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { type Diagnostic, failure, TerraneError } from '../contracts/diagnostic.js'
import type { Emit } from '../contracts/events.js'
import type { StringContext } from '../modules/definitions.js'
import { readIfPossible } from '../nix/nix-command/read-text.js'
import type { Run } from '../process/runner.js'
import { filesIn } from './folder.js'
import { makeFolder } from './make-folder.js'

export interface RealiseOptions {
  /** Where the roots go. Absent: nothing is kept, for a document that is only looked at. */
  readonly workFolder?: string
  readonly run: Run
  readonly emit: Emit
  readonly signal?: AbortSignal
  /** Adds to the diagnostic of a failed build who names the derivations that are not there. */
  readonly explain?: (diagnostic: Diagnostic, derivations: readonly string[]) => Promise<Diagnostic>
}

/** What of derivations a context names: `<derivation>!<outputs>`, or all of a derivation by its path. */
export const derivationsOf = (context: Readonly<Record<string, StringContext>>): readonly string[] =>
  Object.keys(context)
    .filter(path => path.endsWith('.drv'))
    .sort()
    .flatMap(path => {
      const { outputs, allOutputs } = context[path]!
      if (allOutputs) return [path]
      return outputs === undefined ? [] : [`${path}!${[...outputs].sort().join(',')}`]
    })

/** Builds or fetches them; returns the output paths. Throws `nix-build` with the end of the log. */
export const realise = async (
  derivations: readonly string[],
  options: RealiseOptions,
): Promise<readonly string[]> => {
  if (derivations.length === 0) return []
  const { workFolder, emit } = options
  for (const derivation of derivations)
    if (!isBuilt(derivation)) emit({ type: 'realise', path: derivationIn(derivation) })
  // Together, as far as Nix builds several at a time; what is there already costs nothing when it gets its root.
  if (workFolder === undefined || derivations.length > 1) {
    const outputs = await build(derivations, [], options)
    if (workFolder === undefined) return outputs
  }
  const roots = rootsFolder(workFolder)
  makeFolder(roots)
  const outputs: string[] = []
  for (const derivation of derivations) {
    const root = join(roots, rootName(derivation))
    outputs.push(...(await build([derivation], ['--add-root', root, '--indirect'], options)))
  }
  return outputs
}

/**
 * Whether the outputs that are asked for are there, as far as the derivation says their paths: `Derive([("out","/nix/store/…",
 * "",""), …],[…` (Nix' lib derivations.cc). It does not of those whose path hangs on their content.
 */
const isBuilt = (asked: string): boolean => {
  const [file, names] = asked.split('!') as [string, string?]
  const [, outputs = ''] = /^Derive\(\[(.*?)\],\[/s.exec(readIfPossible(file) ?? '') ?? []
  const paths = [...outputs.matchAll(/\("([^"]*)","([^"]*)"/g)].flatMap(([, name, path]) =>
    names === undefined || names.split(',').includes(name!) ? [path!] : [],
  )
  return paths.length > 0 && paths.every(path => path !== '' && existsSync(path))
}

const build = async (
  derivations: readonly string[],
  more: readonly string[],
  { run, workFolder, signal, explain }: RealiseOptions,
): Promise<readonly string[]> => {
  const result = await run('nix-store', ['--realise', ...derivations, ...more], {
    cwd: workFolder ?? '/',
    ...(signal === undefined ? {} : { signal }),
  })
  if (result.status === 0) return result.stdout.trim().split('\n')
  const log = result.stderr.trimEnd()
  const failing = /builder for '(\/nix\/store\/[^']+\.drv)' failed/.exec(log)?.[1]
  const [first, ...others] = derivations.map(derivationIn)
  const culprit = failing ?? first!
  const error = failure(
    'nix-build',
    failing === undefined && others.length > 0
      ? `${others.length + 1} derivations could not be built`
      : `${culprit} could not be built`,
    {
      // What the caches say, or don't, is no reason.
      notes: log
        .split('\n')
        .filter(line => !/^warning: /.test(line))
        .slice(-20),
      hint: `Read the whole log with: nix-store --read-log ${culprit}`,
    },
  )
  if (explain === undefined) throw error
  const missing = failedAmong(derivations.map(derivationIn), log)
  throw new TerraneError([await explain(error.diagnostics[0], missing)], { cause: error })
}

/** What failed itself, or for what it needs; with a single one there is no doubt. */
const failedAmong = (derivations: readonly string[], log: string): readonly string[] => {
  const failed = derivations.filter(
    path =>
      log.includes(`builder for '${path}' failed`) ||
      log.includes(`dependencies of derivation '${path}' failed`) ||
      log.includes(`Cannot build '${path}'`),
  )
  return failed.length === 0 && derivations.length === 1 ? derivations : failed
}

/** Removes the roots of what the document no longer names; then Nix may collect it. */
export const tidyRoots = (workFolder: string, derivations: readonly string[]): void => {
  const roots = rootsFolder(workFolder)
  const names = derivations.map(rootName)
  // A second output has a root of its own, with a suffix.
  const isWanted = (file: string) => names.some(name => file === name || file.startsWith(`${name}-`))
  for (const file of filesIn(roots)) if (!isWanted(file)) rmSync(join(roots, file), { force: true })
}

const rootsFolder = (workFolder: string): string => join(workFolder, '.terrane', 'gcroots')

const derivationIn = (derivation: string): string => derivation.split('!', 1)[0]!

const rootName = (derivation: string): string => basename(derivationIn(derivation), '.drv')
