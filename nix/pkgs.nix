# The package set that the user names (src/project/pkgs-source.ts), and the lib that comes with it. Both are null where
# nothing is named, and neither is looked into before somebody asks: evaluating nixpkgs takes long.
{ pkgs }:
let
  inherit (builtins)
    findFile
    getFlake
    isAttrs
    isFunction
    nixPath
    pathExists
    ;

  # As Nix calls what it finds in a file: nixpkgs is a function whose arguments all have defaults.
  made = path: let value = import path; in if isFunction value then value { } else value;

  libBeside = path: if pathExists (path + "/lib/default.nix") then import (path + "/lib") else null;

  system = builtins.currentSystem;

  flake = getFlake pkgs.reference;

  # The first place that has the name.
  output =
    names:
    let
      follow = set: rest: if rest == [ ] then [ set ] else if isAttrs set && set ? ${builtins.head rest} then follow set.${builtins.head rest} (builtins.tail rest) else [ ];
      hits = builtins.concatMap (place: follow place names) [
        flake
        (flake.legacyPackages.${system} or { })
        (flake.packages.${system} or { })
      ];
      found = if hits == [ ] then throw "flake '${pkgs.reference}' does not provide attribute '${pkgs.output}', which --pkgs names" else builtins.head hits;
    in
    # `#legacyPackages` is meant for this machine.
    found.${system} or found;

  ofFlake =
    if pkgs ? output then
      output (builtins.filter builtins.isString (builtins.split "\\." pkgs.output))
    else
      flake.legacyPackages.${system} or flake.packages.${system}
        or (throw "flake '${pkgs.reference}' has no packages for ${system} (legacyPackages.${system}, packages.${system}), and --pkgs names it");

  searched = findFile nixPath pkgs.name;
in
if pkgs == null then
  {
    pkgs = null;
    lib = null;
  }
else if pkgs.kind == "flake" then
  {
    pkgs = ofFlake;
    lib = flake.lib or null;
  }
else
  let
    path = if pkgs.kind == "search" then searched else /. + pkgs.path;
  in
  {
    pkgs = made path;
    # A file is not evaluated for its lib.
    lib = libBeside path;
  }
