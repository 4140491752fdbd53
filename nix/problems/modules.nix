# The modules to look with: `options` are those of an evaluation with the collector alone, which are not looked into
# where one of the names in `except` has them.
{ lib }:
{
  options,
  except,
  skipped,
}:
let
  inherit (import ./collector.nix { inherit lib; }) collector mark;

  tolerant = import ./tolerant.nix {
    inherit lib;
    inherit (import ./submodules.nix { }) holdsSubmodules;
    attempt = (import ./attempts.nix { inherit skipped; }).succeeds;
  };

  known = builtins.tryEval (builtins.seq options options);
in
[ collector ]
++ (if known.success then [ (tolerant (removeAttrs known.value ([ mark ] ++ except))) ] else [ ])
