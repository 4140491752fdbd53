# Flake references, where Nix has them.
{ lib }:
let
  since =
    version: name:
    builtins.${name} or (_: throw "lib.flakes.${name} needs Nix ${version} or newer");
in
{
  # A flake's reference as a set.
  parseFlakeRef = since "2.19" "parseFlakeRef";
  # A flake's reference of a set.
  flakeRefToString = since "2.19" "flakeRefToString";
}
