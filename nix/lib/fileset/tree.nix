# The files of a set as a tree of names from the file system's root: null where there is none, true for a file or for all
# that is below a folder, else a set of such trees by name. Folders are read only where two trees have to be told apart.
{ lib }:
let
  inherit (builtins)
    any
    attrNames
    attrValues
    concatMap
    filter
    foldl'
    head
    intersectAttrs
    isAttrs
    isString
    listToAttrs
    mapAttrs
    readDir
    split
    tail
    ;
  inherit (lib.filesystem) pathType;

  isFolder = path: pathType path == "directory";
  below = path: name: path + "/${name}";

  # A folder that is in the set as a whole, name by name.
  opened = path: tree: if tree == true then mapAttrs (_: _: true) (readDir path) else tree;

  # Without names that have no files; null where nothing is left.
  compact =
    trees:
    let
      kept = filter (name: trees.${name} != null) (attrNames trees);
    in
    if kept == [ ] then
      null
    else
      listToAttrs (
        map (name: {
          inherit name;
          value = trees.${name};
        }) kept
      );
in
rec {
  root = /.;

  # The names on the way from the root to a path.
  componentsOf = path: filter (part: isString part && part != "") (split "/" (toString path));
  pathOf = foldl' below root;

  # The tree that has `tree` at the end of these names, and nothing else.
  at = components: tree: if components == [ ] then tree else { ${head components} = at (tail components) tree; };

  follow =
    components: tree:
    if components == [ ] || !isAttrs tree then
      tree
    else
      follow (tail components) (tree.${head components} or null);

  union =
    left: right:
    if left == true || right == null then
      left
    else if right == true || left == null then
      right
    else
      left // right // mapAttrs (name: union left.${name}) (intersectAttrs left right);

  intersection =
    left: right:
    if left == null || right == null then
      null
    else if left == true then
      right
    else if right == true then
      left
    else
      mapAttrs (name: intersection left.${name}) (intersectAttrs left right);

  # `path`: where the two stand.
  difference =
    path: left: right:
    if left == null || right == true then
      null
    else if right == null then
      left
    else
      let
        trees = opened path left;
      in
      trees // mapAttrs (name: difference (below path name) trees.${name}) (intersectAttrs trees right);

  # The files below a folder that fit, by path and type; `enter` says which folders are looked into.
  chosen =
    { enter, keep }:
    let
      walk =
        path: type:
        if type != "directory" then
          if keep path type then true else null
        else if enter path then
          mapAttrs (name: walk (below path name)) (readDir path)
        else
          null;
    in
    walk;

  # Without folders that hold no file; true where a folder is there as a whole.
  pruned =
    path: tree:
    if tree == null then
      null
    else if tree == true && !isFolder path then
      true
    else
      let
        entries = readDir path;
        trees = mapAttrs (name: pruned (below path name)) (opened path tree);
        kept = compact trees;
      in
      if kept != null && attrNames kept == attrNames entries && !any (one: one != true) (attrValues kept) then
        true
      else
        kept;

  # All files, in the order of their names.
  filesOf =
    path: tree:
    if tree == null then
      [ ]
    else if tree == true && !isFolder path then
      [ path ]
    else
      let
        trees = opened path tree;
      in
      concatMap (name: filesOf (below path name) trees.${name}) (attrNames trees);
}
