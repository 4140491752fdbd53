# Flake references, where Nix has them.
{ lib }:
let
  since =
    version: name:
    builtins.${name} or (_: throw "lib.flakes.${name} needs Nix ${version} or newer");
in
{
  parseFlakeRef = since "2.19" "parseFlakeRef";
  flakeRefToString = since "2.19" "flakeRefToString";
}
