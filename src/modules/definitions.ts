/**
 * The definitions document: what `nix/runtime.nix` returns, and all that the merge knows.
 *
 * Nix has tied the fixpoint of `config`, evaluated the conditions, and found at each path the lowest priority number,
 * because only it can leave alone what must not be forced: the content of a definition that another one beats, or whose
 * condition is false. Everything that remains is here as data, tags left in.
 *
 * A node is a plain JSON value, or an object with `_type`:
 *
 * - where a path has exactly one definition without properties, the plain value stands there;
 * - where a path has several definitions, or one that carries properties, stands a `definitions` node.
 */

export interface DefinitionsDocument {
  readonly version: 1
  /** Files of definitions, as the module system names them. Entries of `of` index into it. */
  readonly files: readonly string[]
  /** By name of emitted option. An option that nobody defines is absent. */
  readonly options: Readonly<Record<string, DefinitionsNode | ComputedNode>>
  /** The failed `assertions`, all of them. Where one fails, `options` is empty. */
  readonly assertions: readonly FailedAssertion[]
  readonly warnings: readonly string[]
  /** `_meta`, which no document holds: for whoever embeds terrane. */
  readonly meta: Node
  /** `nixos.hosts` as nix/hosts/manifest.nix describes them, plain data; null where there are none. */
  readonly hosts?: unknown
  /** `terrane.stacks` as nix/stacks.nix describes them; null where there are none. */
  readonly stacks?: readonly DescribedStack[] | null
  readonly settings: ProjectSettings
  /** Whether something fails in submodules that nothing reads. False too where nobody asked. */
  readonly hasUnread?: boolean
}

/** `terrane.*`: what the project says about its own runs. */
export interface ProjectSettings {
  readonly dialect: 'tofu' | 'terraform' | null
  /** A flake output asks for nulls to be kept (`strip_nulls = false`). */
  readonly withNulls?: boolean
}

export interface FailedAssertion {
  readonly message: string
  readonly position: Place | null
}

/** A stack as the project declares it. */
export interface DescribedStack {
  readonly name: string
  readonly after: readonly string[]
  /** Relative to the project's work folder; null: the default. */
  readonly workFolder: string | null
  /** By name: what is promised of outputs. */
  readonly outputs: Readonly<
    Record<string, { readonly type: string | null; readonly position: Place | null }>
  >
  /** Those of its modules that are files. */
  readonly files: readonly string[]
  readonly position: Place | null
  readonly afterPosition: Place | null
  readonly folderPosition: Place | null
}

export interface Place {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** Members of plain sets and elements of lists are nodes again, which a recursive alias of `Json` can't say. */
export type Node =
  | null
  | boolean
  | number
  | string
  | readonly Node[]
  | { readonly [name: string]: Node }
  | TaggedNode

export type TaggedNode =
  | DefinitionsNode
  | ContextString
  | BigInteger
  | FloatNumber
  | FunctionNode
  | PropertyNode
  | EscapedSet

/** All definitions at one path. */
export interface DefinitionsNode {
  readonly _type: 'definitions'
  /** A number: `{ file }` with that index, of which there is nothing more to say. Most are. */
  readonly of: readonly (number | Definition)[]
  /**
   * Only where every winning definition is a set: the members of them all. One that several winners have is a
   * `definitions` node, whose `of` has them in the order in which they count here.
   */
  readonly members?: Readonly<Record<string, Node>>
  /**
   * The names of members that one winner alone has, where that is not the first winner: those of the second, of the
   * third, and so on, in the order in which winners count (mkOrder). Absent where there are none.
   */
  readonly rest?: readonly (readonly string[])[]
}

export interface Definition {
  /** Index into `files`, or the name itself where `mkDefinition` gave one of its own. */
  readonly file: number | string
  /** 100 when absent; of `mkOverride`, `mkDefault`, `mkForce`. The lowest number at a path wins. */
  readonly priority?: number
  /** 1000 when absent; of `mkOrder`, `mkBefore`, `mkAfter`. */
  readonly order?: number
  /** false: its `mkIf` condition does not hold; it has no value. true: it stands under a condition that holds. */
  readonly condition?: boolean
  /** Absent for what was beaten, whose condition is false, or which is a set among sets (see `members`). */
  readonly value?: Node
}

/** A value that Nix merged itself: the option has a type or an `apply` that is not ours. */
export interface ComputedNode {
  readonly _type: 'computed'
  readonly files: readonly number[]
  readonly value: Node
}

/** A string (or a path, copied to the store as Nix does) that carries context: store paths that must exist. */
export interface ContextString {
  readonly _type: 'string'
  readonly value: string
  /** As `builtins.getContext` gives it. */
  readonly context: Readonly<Record<string, StringContext>>
}

export interface StringContext {
  readonly path?: boolean
  readonly allOutputs?: boolean
  readonly outputs?: readonly string[]
}

/** An integer that a double can't hold, in decimal. */
export interface BigInteger {
  readonly _type: 'int'
  readonly value: string
}

/** A float, exactly: mantissa × 2^exponent (`nix eval --json` of old versions prints six digits only). */
export interface FloatNumber {
  readonly _type: 'float'
  readonly mantissa: number
  readonly exponent: number
}

export interface FunctionNode {
  readonly _type: 'function'
}

/** A property where the module system does not look for one: mkIf, mkMerge or mkOverride inside mkOverride or mkOrder. */
export interface PropertyNode {
  readonly _type: 'property'
  readonly property: string
}

/** A user's set that itself has a member `_type`. */
export interface EscapedSet {
  readonly _type: 'set'
  readonly value: Readonly<Record<string, Node>>
}
