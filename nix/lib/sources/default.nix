# Sources: folders copied to the store, and what the repositories that they come from say about them.
{ lib }:
let
  filtered = import ./filtered.nix { inherit lib; };
  globs = import ./globs.nix { inherit lib; };
  repositories = import ./repositories.nix { inherit lib; };
in
{
  inherit (filtered)
    canCleanSource
    cleanSource
    cleanSourceFilter
    cleanSourceWith
    filterSource
    pathHasContext
    sourceByRegex
    sourceFilesBySuffices
    trace
    ;
  inherit (globs) sourceByGlobs;
  inherit (repositories)
    commitIdFromGitRepo
    pathIsGitRepo
    repoRevToName
    revOrTag
    shortRev
    urlToName
    ;
}
