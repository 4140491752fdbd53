/** What Nix knows of a path's definitions. */
import type { Position } from '../contracts/diagnostic.js'
import type { Node } from './definitions.js'

/** What `nix/why` answers. */
export interface WhyAnswer {
  readonly option: {
    readonly name: readonly string[]
    readonly declarations: readonly { file: string; line: number | null; column: number | null }[]
    readonly type: string | null
    readonly description: string | null
    readonly default: string | null
    readonly hasDefault: boolean
    readonly hasApply: boolean
    readonly isEmitted: boolean
    /** The option is one of a submodule, and `name` that of the option which holds the submodules. */
    readonly isInside: boolean
    /** How many steps the path goes on behind the option. */
    readonly behind: number
  }
  readonly definitions: readonly KnownDefinition[]
  /** Definitions of what the path lies in that were dropped on the way. */
  readonly lost: readonly KnownDefinition[]
  /** Where the way ended before the path did, and the names that are there. */
  readonly missing: {
    readonly depth: number
    readonly names: readonly string[]
    /** Of a list. */
    readonly elements: number | null
  } | null
  readonly final: { readonly value?: Node }
  readonly files: readonly string[]
}

export interface KnownDefinition {
  readonly file: string
  readonly position: Position | null
  readonly depth: number
  readonly wins: boolean
  readonly condition: boolean | null
  readonly priority: number | null
  readonly order: number | null
  readonly value?: Node
  readonly members?: readonly string[]
  /** Of what was beaten: the first of those that win over it. */
  readonly winner?: { readonly priority: number; readonly position: Position | null }
  /** Made by the submodule that the option is in. */
  readonly isOwn: boolean
  /** The option's own default. */
  readonly isDefault: boolean
}
