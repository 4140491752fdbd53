/** What a user names with `-f` or as compile's positional. */
export type Entry =
  /** A .nix file, an absolute path. */
  | { readonly kind: 'file'; readonly path: string }
  /** `.#name` or `path#name`: an output of a flake; `flake` is the absolute path of its folder. */
  | { readonly kind: 'flake'; readonly flake: string; readonly name: string }
