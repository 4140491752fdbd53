# From file sets to sources, and back.
{ lib }:
let
  inherit (builtins)
    isPath
    pathExists
    seq
    typeOf
    ;
  inherit (lib.filesystem) pathType;
  inherit (lib.lists) hasPrefix;
  inherit (lib.strings) isStringLike;
  inherit (import ./coerce.nix { inherit lib; }) coerce make ofPath;
  tree = import ./tree.nix { inherit lib; };

  # For `builtins.path`: what is left of the set once its root is known.
  filterOf =
    root: files:
    let
      depth = builtins.length (tree.componentsOf root);
      rest = tree.pruned root (tree.follow (tree.componentsOf root) files);
      isKept = path: tree.follow (lib.lists.drop depth (tree.componentsOf path)) rest != null;
    in
    path: type:
    isKept path
    && (
      type != "unknown"
      || throw ''
        lib.fileset.toSource: `fileset` contains a file that cannot be added to the store: ${path}
            This file is neither a regular file nor a symlink, the only file types supported by the Nix store.
            Therefore the file set cannot be added to the Nix store as is. Make sure to not include that file to avoid this error.''
    );
in
{
  # A source with just the files of a set: a store path laid out as `root` is.
  toSource =
    { root, fileset }:
    let
      set = coerce "lib.fileset.toSource: `fileset`" fileset;
      base = toString (tree.pathOf set.base);
    in
    if !isPath root then
      if root ? _isLibCleanSourceWith then
        throw ''
          lib.fileset.toSource: `root` is a `lib.sources`-based value, but it should be a path instead.
              To use a `lib.sources`-based value, convert it to a file set using `lib.fileset.fromSource` and pass it as `fileset`.
              Note that this only works for sources created from paths.''
      else if isStringLike root then
        throw ''
          lib.fileset.toSource: `root` (${toString root}) is a string-like value, but it should be a path instead.
              Paths in strings are not supported by `lib.fileset`, use `lib.sources` or derivations instead.''
      else
        throw "lib.fileset.toSource: `root` is of type ${typeOf root}, but it should be a path instead."
    else if !pathExists root then
      throw "lib.fileset.toSource: `root` (${toString root}) is a path that does not exist."
    else if pathType root != "directory" then
      throw ''
        lib.fileset.toSource: `root` (${toString root}) is a file, but it should be a directory instead. Potential solutions:
            - If you want to import the file into the store _without_ a containing directory, use string interpolation or `builtins.path` instead of this function.
            - If you want to import the file into the store _with_ a containing directory, set `root` to the containing directory, such as ${toString (dirOf root)}, and set `fileset` to the file path.''
    else if set.base != null && !hasPrefix (tree.componentsOf root) set.base then
      throw ''
        lib.fileset.toSource: `fileset` could contain files in ${base}, which is not under the `root` (${toString root}). Potential solutions:
            - Set `root` to ${base} or any directory higher up. This changes the layout of the resulting store path.
            - Set `fileset` to a file set that cannot contain files outside the `root` (${toString root}). This could change the files included in the result.''
    else
      lib.sources.cleanSourceWith {
        name = "source";
        src = root;
        filter = filterOf root set.files;
      };

  # The files of a source made by lib.sources, or of a path.
  fromSource =
    source:
    let
      isFiltered = source ? _isLibCleanSourceWith;
      path = if isFiltered then source.origSrc else source;
      components = tree.componentsOf path;
      type = pathType path;
      base = if type == "directory" then components else tree.componentsOf (dirOf path);
      keeps = path: source.filter (toString path);
      files = tree.chosen {
        enter = path': path' == path || keeps path' "directory";
        keep = path': type: path' == path || keeps path' type;
      } path type;
    in
    if !isPath path then
      if isStringLike path then
        throw ''
          lib.fileset.fromSource: The source origin of the argument is a string-like value ("${toString path}"), but it should be a path instead.
              Sources created from paths in strings cannot be turned into file sets, use `lib.sources` or derivations instead.''
      else
        throw "lib.fileset.fromSource: The source origin of the argument is of type ${typeOf path}, but it should be a path instead."
    else if !pathExists path then
      throw "lib.fileset.fromSource: The source origin (${toString path}) of the argument is a path that does not exist."
    else if isFiltered then
      make base (tree.at components files)
    else
      ofPath path;
}
