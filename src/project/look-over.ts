/**
 * Everything that is wrong with a project, each with its own error (nix/problems). The embedded engine finds all of it
 * in one evaluation; a real Nix stops at what it can't catch, which is then left out of the next attempt, and tells one
 * error a process.
 */
import type { Diagnostic } from '../contracts/diagnostic.js'
import { TerraneError } from '../contracts/diagnostic.js'
import type { Outcome } from '../nix/eval/request.js'
import type { Json } from '../nix/evaluate.js'
import { ask } from './ask.js'
import type { CompileOptions } from './compile-options.js'
import type { Engine } from './engine.js'
import { runtimeRequest } from './request.js'

/** What nix/problems says of one. */
export interface Problem {
  readonly key: string
  readonly path: readonly (string | number)[]
  /** Whether the document needs it: else its value may be missing or fail, and nobody need ever know. */
  readonly isRead: boolean
  /** Of a block that does not fit the types of its provider. */
  readonly isTyped?: true
  /** Of a definition that no option declares, whose error nobody has thrown. */
  readonly message: string | null
}

export interface Found {
  readonly problem: Problem
  /** Empty where there is a message; and where there was no time to ask. */
  readonly diagnostics: readonly Diagnostic[]
}

export interface Overview {
  readonly found: readonly Found[]
  /** Keys of what Nix could not catch. */
  readonly skipped: readonly string[]
}

export interface Examined {
  readonly engine: Engine
  readonly options: CompileOptions
  /** Milliseconds for asking more; not above 0: no more. */
  readonly timeLeft: () => number
}

/** Throws where the project can't be looked at, or the time is over. */
export const lookOver = (examined: Examined): Promise<Overview> =>
  examined.engine.name === 'embedded' ? inOneEvaluation(examined) : oneByOne(examined)

/** In a thread: it looks into what nothing has looked into before, which may have no end. */
const inOneEvaluation = async ({ options, timeLeft }: Examined): Promise<Overview> => {
  const examine = { skipped: [], without: [] }
  const { signal, file, ...rest } = runtimeRequest(options, 'found', { examine })
  const { runBounded } = await import('../nix/embedded.js')
  const { text } = await runBounded(
    { ...rest, root: { file }, format: 'each', catchAll: true },
    { libraries: rest.foreign ?? [] },
    { milliseconds: Math.max(1, timeLeft()), ...(signal === undefined ? {} : { signal }) },
  )
  const outcomes = JSON.parse(text) as readonly Outcome[]
  return {
    found: outcomes.map(({ known, failure }) => ({
      problem: known as unknown as Problem,
      diagnostics: failure ?? [],
    })),
    skipped: [],
  }
}

const mostSkipped = 12
const mostAsked = 24
const atOnce = 3

const oneByOne = async (examined: Examined): Promise<Overview> => {
  const { problems, skipped } = await listProblems(examined)
  const found: Found[] = problems.map(problem => ({ problem, diagnostics: [] }))
  const waiting = spread(problems).slice(0, mostAsked)
  const work = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift()) {
      const problem = problems[index]!
      if (examined.timeLeft() <= 0) return
      found[index] = { problem, diagnostics: await errorOf(index, skipped, examined) }
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return { found, skipped }
}

const listProblems = async ({ engine, options, timeLeft }: Examined) => {
  const skipped: string[] = []
  for (;;) {
    try {
      // The whole trace tells where it was.
      const shown = { ...options, showTrace: true }
      const request = runtimeRequest(shown, 'problems', { examine: { skipped, without: [] } })
      const answer: Json = await engine.evaluate({ ...request, signal: endOf(options, timeLeft()) })
      return { problems: answer as unknown as readonly Problem[], skipped }
    } catch (error) {
      if (!(error instanceof TerraneError)) throw error
      const culprit = culpritOf(error)
      const isNew = culprit !== undefined && !skipped.includes(culprit)
      if (!isNew || skipped.length >= mostSkipped || timeLeft() <= 0) throw error
      skipped.push(culprit)
    }
  }
}

const endOf = ({ signal }: CompileOptions, milliseconds: number): AbortSignal => {
  const end = AbortSignal.timeout(Math.max(1, Math.floor(milliseconds)))
  return signal === undefined ? end : AbortSignal.any([signal, end])
}

/** The innermost part that was looked at; each lies in the ones around it. */
const culpritOf = (error: TerraneError): string | undefined =>
  (error.diagnostics[0].notes ?? [])
    .flatMap(note => /while looking for what is wrong in `(.*?)':?(?: \(|$)/.exec(note)?.[1] ?? [])
    .toSorted((a, b) => b.length - a.length)
    .at(0)

const errorOf = async (
  problem: number,
  skipped: readonly string[],
  { engine, options }: Examined,
): Promise<readonly Diagnostic[]> => {
  try {
    await ask(
      engine,
      options,
      runtimeRequest(options, 'problem', { examine: { skipped, without: [], problem } }),
    )
    return []
  } catch (error) {
    if (error instanceof TerraneError) return error.diagnostics
    throw error
  }
}

/**
 * The same missing value may be what is wrong with a hundred resources. Of those whose paths begin and end alike one is
 * asked about, then one of the next kind; the rest of each kind last.
 */
const spread = (problems: readonly Problem[]): number[] => {
  const met = new Map<string, number>()
  return problems
    .map(({ path, message }, index) => {
      const kind = `${path[0]} ${path[1]} ${path.at(-1)}`
      const turn = met.get(kind) ?? 0
      met.set(kind, turn + 1)
      return { index, turn, message }
    })
    .filter(({ message }) => message === null)
    .toSorted((a, b) => a.turn - b.turn)
    .map(({ index }) => index)
}
