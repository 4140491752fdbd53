# File sets: the files of a project that something needs, put together from paths, and made a source by `toSource`.
{ lib }:
let
  inherit (builtins)
    attrNames
    foldl'
    isList
    isPath
    pathExists
    trace
    typeOf
    ;
  inherit (lib.filesystem) pathType;
  inherit (lib.lists) commonPrefix hasPrefix imap0;
  inherit (lib.strings) hasSuffix isStringLike;
  inherit (import ./coerce.nix { inherit lib; })
    coerce
    empty
    isSet
    make
    ofPath
    ;
  inherit (import ./source.nix { inherit lib; }) fromSource toSource;
  inherit (import ./git.nix { inherit lib; }) gitTracked gitTrackedWith;
  tree = import ./tree.nix { inherit lib; };

  both = left: right: make (commonPrefix left.base right.base) (tree.union left.files right.files);

  unionOf = foldl' (
    left: right:
    if left.base == null then
      right
    else if right.base == null then
      left
    else
      both left right
  ) empty;

  pruned =
    set: if set.base == null then null else tree.pruned (tree.pathOf set.base) (tree.follow set.base set.files);

  # One line a file or folder, before the value is given.
  printed =
    set: value:
    let
      files = pruned set;
      suffix =
        path: files:
        if files != true then
          ""
        else if pathType path == "directory" then
          " (all files in directory)"
        else
          " (${pathType path})";
      lines =
        path: indent: files: after:
        foldl' (
          before: name:
          let
            here = path + "/${name}";
          in
          builtins.seq before (
            trace "${indent}- ${name}${suffix here files.${name}}" (
              if files.${name} == true then null else lines here "${indent}  " files.${name} null
            )
          )
        ) after (attrNames files);
      base = tree.pathOf set.base;
    in
    if files == null then
      trace "(empty)" value
    else
      trace "${toString base}${suffix base files}" (
        builtins.seq (if files == true then null else lines base "" files null) value
      );
in
{
  inherit
    empty
    fromSource
    gitTracked
    gitTrackedWith
    toSource
    ;

  # Whether a value is a set, or a path that stands for one.
  isFileset = value: isSet value && value ? _terrane || isPath value && pathExists value;

  # The files at a path, none where there is nothing.
  maybeMissing =
    path:
    if isPath path then
      if pathExists path then ofPath path else empty
    else if isStringLike path then
      throw ''lib.fileset.maybeMissing: Argument ("${toString path}") is a string-like value, but it should be a path instead.''
    else
      throw "lib.fileset.maybeMissing: Argument is of type ${typeOf path}, but it should be a path instead.";

  # Prints the files of a set, and gives the second argument.
  trace = set: printed (coerce "lib.fileset.trace: Argument" set);
  # Prints the files of a set, and gives the set.
  traceVal =
    set:
    let
      coerced = coerce "lib.fileset.traceVal: Argument" set;
    in
    printed coerced coerced;

  # The paths of all files of a set.
  toList = set: tree.filesOf tree.root (coerce "lib.fileset.toList: Argument" set).files;

  # All files of two sets.
  union =
    first: second:
    unionOf [
      (coerce "lib.fileset.union: First argument" first)
      (coerce "lib.fileset.union: Second argument" second)
    ];
  # All files of several sets.
  unions =
    sets:
    if isList sets then
      unionOf (imap0 (index: coerce "lib.fileset.unions: Element ${toString index}") sets)
    else
      throw "lib.fileset.unions: Argument is of type ${typeOf sets}, but it should be a list instead.";

  # The files that both sets have.
  intersection =
    first: second:
    let
      left = coerce "lib.fileset.intersection: First argument" first;
      right = coerce "lib.fileset.intersection: Second argument" second;
    in
    if left.base == null || right.base == null then
      empty
    else if hasPrefix left.base right.base then
      make right.base (tree.intersection left.files right.files)
    else if hasPrefix right.base left.base then
      make left.base (tree.intersection left.files right.files)
    else
      empty;

  # The files of the first set that the second has not.
  difference =
    positive: negative:
    let
      left = coerce "lib.fileset.difference: First argument (positive set)" positive;
      right = coerce "lib.fileset.difference: Second argument (negative set)" negative;
    in
    if left.base == null then left else make left.base (tree.difference tree.root left.files right.files);

  # The files at or below a path that the predicate takes, by `name`, `type` and `hasExt`.
  fileFilter =
    predicate: path:
    let
      type = pathType path;
      components = tree.componentsOf path;
      files = tree.chosen {
        enter = _: true;
        keep =
          path: type:
          let
            name = baseNameOf path;
          in
          predicate {
            inherit name type;
            hasExt = extension: hasSuffix ".${extension}" name;
          };
      } path type;
      base = if type == "directory" then components else tree.componentsOf (dirOf path);
    in
    if !lib.trivial.isFunction predicate then
      throw "lib.fileset.fileFilter: First argument is of type ${typeOf predicate}, but it should be a function instead."
    else if isSet path then
      throw ''
        lib.fileset.fileFilter: Second argument is a file set, but it should be a path instead.
            If you need to filter files in a file set, use `intersection fileset (fileFilter pred ./.)` instead.''
    else if !isPath path then
      throw "lib.fileset.fileFilter: Second argument is of type ${typeOf path}, but it should be a path instead."
    else if !pathExists path then
      throw "lib.fileset.fileFilter: Second argument (${toString path}) is a path that does not exist."
    else
      make base (tree.at components files);
}
