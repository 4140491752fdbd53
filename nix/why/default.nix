# What is known of one path: the option that declares it, and the definitions that were looked at on the way there.
# Walks one path only and forces nothing beside it, so that it answers where the project as a whole does not evaluate.
#
# Values may fail where nothing else does: those of the definitions are left out unless `withValues`, that of the whole
# unless `withResult`.
{
  lib,
  evaluated,
  emitted,
  foreign,
  walk,
}:
{
  path,
  withResult,
  withValues,
}:
let
  given = {
    inherit
      emitted
      evaluated
      foreign
      lib
      path
      walk
      withValues
      ;
  };

  # Each file takes what it needs of those before it.
  parts = builtins.foldl' (all: file: all // import file all) given [
    ./places.nix
    ./find.nix
    ./told.nix
    ./story.nix
    ./way.nix
    ./declared.nix
    ./described.nix
  ];

  inherit (parts) described found way;
in
if found.option == null then
  {
    option = null;
    inherit (found) taken names;
  }
else
  {
    option = described;
    final = if withResult then import ./value.nix { inherit evaluated path walk; } else { };
  }
  // {
    inherit (way) definitions lost missing;
  }
