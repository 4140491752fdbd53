/** What an engine makes of the cases of fixtures/conformance/: one evaluation for all that have a value. */
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { TerraneError } from '../../src/contracts/diagnostic.js'
import type { DefinitionsDocument, Node } from '../../src/modules/definitions.js'
import { mergeDocument } from '../../src/modules/merge.js'
import { runEmbedded } from '../../src/nix/embedded.js'
import type { Outcome } from '../../src/nix/eval/request.js'
import type { EngineName, EvaluateRequest, Json } from '../../src/nix/evaluate.js'
import { nixEngine } from '../../src/nix/nix-command/engine.js'
import { runDirectly } from '../../src/process/run-directly.js'
import { renderDocument } from '../../src/terraform/document/render.js'
import { shapeDocument } from '../../src/terraform/document/shape.js'
import { repository } from '../support/nix.js'
import type { Case } from './list-cases.js'

/** What a case came to. `expected`: a value, or a part of the message of the error. */
export interface Result {
  readonly expected: Json
  readonly isError: boolean
  readonly value?: Json
  readonly message?: string
  /** Of a document: what Nix' own merge makes of it. */
  readonly ofNix?: Json
}

interface Known {
  readonly name: string
  readonly isError: boolean
  readonly isDocument: boolean
  readonly expected: Json
}

/** Evaluates all cases. `scratch`: an empty folder. */
export const evaluateCases = async (
  cases: readonly Case[],
  engine: EngineName,
  lib: string | undefined,
  scratch: string,
): Promise<ReadonlyMap<string, Result>> => {
  const outcomes =
    engine === 'embedded' ? await embedded(cases, lib, scratch) : await realNix(cases, lib, scratch)
  return new Map(outcomes.map(outcome => [(outcome.known as unknown as Known).name, resultOf(outcome)]))
}

const requestOf = (
  cases: readonly Case[],
  attribute: string,
  lib: string | undefined,
  scratch: string,
): EvaluateRequest => {
  mkdirSync(scratch, { recursive: true })
  const asked = cases.map(({ name, path }) => {
    const entry = join(scratch, `${name.replaceAll('/', '-')}.nix`)
    writeFileSync(
      entry,
      `{ lib, ... }: { _file = "${path}"; imports = (import "${path}" { inherit lib; }).infra; }\n`,
    )
    return { name, path, entry }
  })
  return {
    file: join(repository, 'test', 'conformance', 'driver.nix'),
    attribute,
    strings: { cases: JSON.stringify(asked), lib: lib ?? '' },
    expressions: {},
    searchPath: [],
    cwd: scratch,
  }
}

const embedded = async (
  cases: readonly Case[],
  lib: string | undefined,
  scratch: string,
): Promise<readonly Outcome[]> => {
  const { file, ...rest } = requestOf(cases, 'all', lib, scratch)
  const { text } = await runEmbedded({ ...rest, root: { file }, format: 'each' }, { print: () => {} })
  return JSON.parse(text)
}

const atOnce = 2

/** What fails ends the evaluation: each of these has one of its own. */
const realNix = async (
  cases: readonly Case[],
  lib: string | undefined,
  scratch: string,
): Promise<readonly Outcome[]> => {
  const evaluate = nixEngine({ run: runDirectly })
  const ask = (some: readonly Case[], attribute: string) => evaluate(requestOf(some, attribute, lib, scratch))
  const known = (await ask(cases, 'known')) as unknown as readonly Known[]
  const values = (await ask(cases, 'values').catch(() => null)) as readonly Json[] | null
  const outcomes: Outcome[] = known.map((one, index) => ({
    known: one as unknown as Json,
    value: values?.[index] ?? null,
    failure: null,
  }))
  const waiting = known.flatMap((one, index) => (values === null || one.isError ? [index] : []))
  const work = async () => {
    for (let index = waiting.shift(); index !== undefined; index = waiting.shift())
      try {
        const value = await ask([cases[index]!], 'one')
        outcomes[index] = { ...outcomes[index]!, value }
      } catch (error) {
        if (!(error instanceof TerraneError)) throw error
        outcomes[index] = { ...outcomes[index]!, failure: error.diagnostics }
      }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  return outcomes
}

const resultOf = ({ known, value, failure }: Outcome): Result => {
  const { isError, isDocument, expected } = known as unknown as Known
  const base = { expected, isError }
  if (failure !== null) return { ...base, message: failure[0]!.message }
  if (!isDocument) return { ...base, value }
  const { definitions, config } = value as unknown as {
    definitions: DefinitionsDocument
    config: Readonly<Record<string, Node>> | null
  }
  const failed = definitions.assertions[0]
  if (failed !== undefined) return { ...base, message: failed.message }
  const { document, problems } = mergeDocument(definitions)
  if (problems.length > 0) return { ...base, message: problems.map(({ message }) => message).join('\n') }
  const shaped = (options: typeof document.options): Json =>
    JSON.parse(renderDocument(shapeDocument(options, { withNulls: false })))
  if (config === null) return { ...base, value: shaped(document.options) }
  const computed = Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name, { _type: 'computed' as const, files: [], value }]),
  )
  return {
    ...base,
    value: shaped(document.options),
    ofNix: shaped(mergeDocument({ ...definitions, options: computed }).document.options),
  }
}
