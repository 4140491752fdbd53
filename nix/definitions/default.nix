# From raw definitions to the definitions document (src/modules/definitions.ts says what it looks like).
#
# Why Nix ranks: only what wins may be forced. A definition that another one beats, or whose condition is false, may
# hold a throw, an endless loop or an import that isn't there; nixpkgs never looks at it. So at each path all definitions
# are looked at together, and what does not count goes out without its value. Everything else (order, conflicts, types,
# nulls, the merge itself) is TypeScript's.
#
# From the embedded evaluator, which has them as builtins that are fast: `isPlain` says of a value that it stands for
# itself, deeply (false is always a right answer); `definitionsOf` makes the document of an option as a whole, or null.
{
  isPlain ? null,
  definitionsOf ? null,
}:
let
  # Each file takes what it needs of the others.
  parts = builtins.foldl' (all: file: all // import file parts) { inherit isPlain; } [
    ./values.nix
    ./properties.nix
    ./told.nix
    ./entries.nix
    ./several.nix
    ./sets.nix
    ./few.nix
    ./rivals.nix
    ./positions.nix
  ];

  # Of an option: all of its definitions, as `{ file, value }`.
  definitions =
    at: list:
    let
      files = map (definition: definition.file) list;
      values = map (definition: definition.value) list;
      # Where everything is told, Nix has to do it.
      made = if definitionsOf == null || at.depth > 2 then null else definitionsOf files values;
    in
    if made == null then parts.among at files values else made;
in
{
  inherit definitions;
  inherit (parts)
    best
    fileName
    flatten
    isPlainSet
    plain
    positions
    root
    value
    ;
}
