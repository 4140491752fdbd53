/** An option as documentation knows it. */

/** A value as Nix code (`literalExpression`), or as Markdown about it (`literalMD`); nixpkgs' names. */
export interface Literal {
  readonly _type: string
  readonly text: string
}

/** Where an option is declared. */
export interface Declaration {
  /** Relative to the project, `<terrane/…>` for terrane's own, else as the module system names it. */
  readonly path: string
  readonly line?: number
  readonly column?: number
  /** Whether it is an option of terrane itself. */
  readonly core: boolean
}

export interface DocumentedOption {
  /** As Nix writes it: `servers.<name>."odd name"`. */
  readonly name: string
  readonly loc: readonly string[]
  readonly type: string
  /** Markdown. */
  readonly description: string | null
  /** `unknown`: there is one, and it can't be told without a configuration. */
  readonly default?: Literal | 'unknown'
  readonly example?: Literal
  readonly readOnly: boolean
  readonly declarations: readonly Declaration[]
}

/** `modules/web.nix:12:5`. */
export const declarationName = ({ path, line, column }: Declaration): string =>
  line === undefined ? path : `${path}:${line}:${column ?? 1}`

/** Whether it is one of those that exist before a user writes one. */
export const isCore = (option: DocumentedOption): boolean => option.declarations.every(({ core }) => core)
