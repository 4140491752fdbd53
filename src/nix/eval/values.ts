/**
 * What the evaluator computes with. A value is in weak head normal form; where it may not have been computed yet there
 * is a `Slot`: a value or a thunk.
 *
 * | Nix      | here                                                         |
 * | -------- | ------------------------------------------------------------ |
 * | integer  | `number`; `bigint` only beyond what a number holds exactly   |
 * | float    | `NixFloat`                                                   |
 * | string   | `string`, one character a byte; `ContextString` with context |
 * | path     | `NixPath`                                                    |
 * | list     | array of slots                                               |
 * | set      | `Attrs`                                                      |
 * | function | `Lambda`, `Builtin`, `PartialBuiltin`                        |
 * | no value | `Data`                                                       |
 */

import type { Json } from '../evaluate.js'
import type { Lambda as LambdaExpr } from '../syntax/ast.js'
import type { Pos } from '../syntax/source.js'
import type { Attrs, Shape } from './attrs.js'

export type Value =
  | number
  | bigint
  | string
  | boolean
  | null
  | NixFloat
  | ContextString
  | NixPath
  | NixList
  | Attrs
  | Lambda
  | Builtin
  | PartialBuiltin
  | Data

export type Slot = Value | Thunk

export type NixList = Slot[]

/** A frame: the frame around it, then its slots. The root frame of a file is empty. */
export type Env = [Env | null, ...Slot[]]

/** Compiled code. Gives a value in weak head normal form. */
export type Code = (env: Env) => Value

/** Compiled code that delays: gives a value if that costs nothing, else a thunk. */
export type Delayed = (env: Env) => Slot

export class NixFloat {
  constructor(readonly value: number) {}
}

/** A string that names store paths. The text is the same as without; the context says what must be built or copied. */
export class ContextString {
  constructor(
    readonly text: string,
    readonly context: ReadonlySet<string>,
  ) {}
}

export class NixPath {
  constructor(readonly path: string) {}
}

/**
 * A computation that runs at most once. Before: `code` and the frame (or other argument) that it runs with. After:
 * `code` is null and `data` the value. While it runs `code` is the black hole, which reports infinite recursion.
 */
export class Thunk {
  constructor(
    // biome-ignore lint/suspicious/noExplicitAny: whatever `code` takes
    public code: ((data: any) => Value) | null,
    public data: unknown,
  ) {}
}

/** What all closures of one function expression share. */
export interface LambdaInfo {
  readonly expr: LambdaExpr
  readonly pos: Pos
  /** Replaced by the compiled body on the first call. */
  body: Code
  readonly formals: CompiledFormals | null
  /** Where the body is itself a plain one-argument function: its info, so that `f a b` makes no closure in between. */
  inner: LambdaInfo | null
}

export interface CompiledFormals {
  readonly names: readonly string[]
  readonly fallbacks: readonly (Delayed | null)[]
  readonly ellipsis: boolean
  /** An empty frame of the right size, to be copied. */
  readonly template: readonly unknown[]
  /** Whether the frame holds the whole argument, before the formals. */
  readonly whole: boolean
  /** The shape of the last argument and where in it each formal was: calls tend to repeat. */
  lastShape: Shape | null
  lastPlaces: readonly number[]
}

export class Lambda {
  constructor(
    readonly info: LambdaInfo,
    readonly env: Env,
  ) {}
}

export type BuiltinRun = (...args: Slot[]) => Value

export class Builtin {
  constructor(
    readonly name: string,
    readonly arity: number,
    readonly run: BuiltinRun,
  ) {}
}

/** A builtin with fewer arguments than it takes. */
export class PartialBuiltin {
  constructor(
    readonly builtin: Builtin,
    readonly args: readonly Slot[],
  ) {}
}

/** What a builtin of ours has made for whoever prints it as JSON (definitions/builtin.ts); no Nix code looks at it. */
export class Data {
  constructor(readonly json: Json) {}
}
