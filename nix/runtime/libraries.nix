# The lib and the packages that modules get, and which folders hold code that is not the user's.
{ asked, project }:
let
  inherit (builtins)
    elemAt
    findFile
    genList
    length
    nixPath
    pathExists
    tryEval
    unsafeGetAttrPos
    ;

  # The user may name nixpkgs' lib, or a folder that has it, such as nixpkgs itself.
  libFolder = folder: if pathExists (folder + "/lib/default.nix") then folder + "/lib" else folder;

  # Entries that are for the systems of hosts come first, and are not the project's.
  projectPath =
    let
      foreign = asked.systems.searchPath or 0;
    in
    genList (index: elemAt nixPath (index + foreign)) (length nixPath - foreign);

  onPath = name: tryEval (findFile projectPath name);

  named = import ../pkgs.nix { inherit (asked) pkgs; };

  # The order: what the user names, what the flake brings, nixpkgs on the search path, our own.
  plainLib =
    if asked.lib != null then
      import (libFolder (/. + asked.lib))
    else if named.lib != null then
      named.lib
    else if project.lib != null then
      project.lib
    else if (onPath "nixpkgs/lib").success then
      import (onPath "nixpkgs/lib").value
    else
      import ../lib;
in
{
  lib = plainLib.extend (import ../lib/terrane.nix);

  pkgs =
    if named.pkgs != null then
      named.pkgs
    else if project.pkgs != null then
      project.pkgs
    else if (onPath "nixpkgs").success then
      import (onPath "nixpkgs").value { }
    else
      throw "a module asks for `pkgs', and there is no nixpkgs: name one with --pkgs, -I nixpkgs=PATH or NIX_PATH";

  # Wherever the lib comes from, it is known where it stands.
  foreign =
    let
      position = unsafeGetAttrPos "evalModules" plainLib;
    in
    asked.foreign ++ (if position == null then [ ] else [ (dirOf position.file) ]);
}
