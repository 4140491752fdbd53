# What Git tracks of a folder. Git is asked by the real Nix, which copies those files into its store.
{ lib }:
let
  inherit (builtins)
    fetchGit
    isBool
    isPath
    mapAttrs
    pathExists
    readDir
    typeOf
    ;
  inherit (lib.filesystem) pathType;
  inherit (import ./coerce.nix { inherit lib; }) make;
  tree = import ./tree.nix { inherit lib; };

  # The same files as in another folder.
  mirrored = path: mapAttrs (name: type: if type == "directory" then mirrored (path + "/${name}") else true) (readDir path);

  tracked =
    function: argument: path: settings:
    let
      components = tree.componentsOf path;
      fetched = fetchGit ({ url = path; } // settings);
    in
    if !isPath path then
      throw "lib.fileset.${function}: Expected the ${argument} to be a path, but it's a ${typeOf path} instead."
    else if pathType path != "directory" then
      throw "lib.fileset.${function}: Expected the ${argument} (${toString path}) to be a directory, but it's a file instead."
    else if !pathExists (path + "/.git") then
      throw "lib.fileset.${function}: Expected the ${argument} (${toString path}) to point to a local working tree of a Git repository, but it's not."
    else
      make components (tree.at components (mirrored (/. + builtins.unsafeDiscardStringContext fetched.outPath)));
in
{
  # The files that Git tracks in a working tree, changed ones as they are now.
  gitTracked = path: tracked "gitTracked" "argument" path { };
  # The files that Git tracks in a working tree, and in its submodules.
  gitTrackedWith =
    {
      recurseSubmodules ? false,
    }:
    path:
    if !isBool recurseSubmodules then
      throw "lib.fileset.gitTrackedWith: Expected the attribute `recurseSubmodules` of the first argument to be a boolean, but it's a ${typeOf recurseSubmodules} instead."
    else
      tracked "gitTrackedWith" "second argument" path { submodules = recurseSubmodules; };
}
