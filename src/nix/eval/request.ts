/** What is asked of an evaluator: a value of a file or of an expression, and how it is to be written. */
import type { Diagnostic, Texts } from '../../contracts/diagnostic.js'
import type { EvaluateRequest, Json } from '../evaluate.js'

/**
 * How the value is given: as text, or (`data`) as what its JSON stands for. `each`: the value is a list of sets, and of
 * each the text has `known`, and `value` or what is wrong with it (see `Outcome`).
 */
export type Format = 'data' | 'each' | 'json' | 'nix' | 'raw' | 'xml'

/** What `each` says of one element. */
export interface Outcome {
  readonly known: Json
  readonly value: Json
  readonly failure: readonly Diagnostic[] | null
}

/** An absolute path; or else an expression, whose relative paths start from `cwd`. */
export type Root = { readonly file: string } | Expression

export interface Expression {
  readonly expression: string
  /** What positions call it: `«string»` where nothing is given. */
  readonly name?: string
}

/** What positions call the expression of an argument (`--arg`). Modules' own arguments have a prefix, see project/request.ts. */
export const argumentName = (name: string): string => `«--arg ${name.replace(/^arg:/, '')}»`

/** Whether a name of a text is an argument's. */
export const isArgument = (name: string): boolean => name.startsWith('«--arg ')

type TextHolder = Partial<Pick<RunRequest, 'root' | 'expressions'>>

/** The texts of a request that are in no file, by the name that positions give them. */
export const textsOf = ({ root, expressions }: TextHolder): Texts =>
  Object.fromEntries([
    ...(root === undefined || 'file' in root ? [] : [[root.name ?? '«string»', root.expression] as const]),
    ...Object.entries(expressions ?? {}).map(([name, text]) => [argumentName(name), text] as const),
  ])

export interface RunRequest
  extends Pick<
    EvaluateRequest,
    'attribute' | 'strings' | 'expressions' | 'searchPath' | 'cwd' | 'flakes' | 'foreign' | 'showTrace'
  > {
  readonly root: Root
  readonly format: Format
  /** With `nix` and `xml`: leave what is not needed uncomputed. */
  readonly lazy?: boolean
  /** With `xml`: say where each member and function was written. */
  readonly locations?: boolean
  readonly maxCallDepth?: number
  /** `tryEval` catches every error, not only `throw` and failed assertions. */
  readonly catchAll?: boolean
  /**
   * Hand the builtins `isPlain` (plain-data.ts) and `definitionsOf` (definitions/builtin.ts) to the function in the file, as
   * arguments.
   */
  readonly withHelpers?: boolean
}
