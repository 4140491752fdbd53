# Attribute sets: paths into them, selecting, mapping, merging, and a package's outputs.
{ lib }:
let
  inherit (builtins)
    all
    attrNames
    attrValues
    catAttrs
    concatMap
    concatStringsSep
    elemAt
    filter
    foldl'
    groupBy
    hasAttr
    head
    intersectAttrs
    isAttrs
    length
    listToAttrs
    mapAttrs
    partition
    removeAttrs
    zipAttrsWith
    ;
  inherit (lib.lists) foldl foldr take;
  escapeName = name: lib.strings.escapeNixIdentifier name;
  always = _: true;
in
rec {
  inherit
    attrNames
    attrValues
    catAttrs
    hasAttr
    intersectAttrs
    isAttrs
    listToAttrs
    mapAttrs
    removeAttrs
    zipAttrsWith
    ;
  inherit (builtins) getAttr;

  # Paths.

  # As much of a path as there is in a value.
  longestValidPathPrefix =
    path: value:
    let
      count = length path;
      walk =
        depth: here:
        if depth < count && here ? ${elemAt path depth} then
          walk (depth + 1) here.${elemAt path depth}
        else
          depth;
    in
    take (walk 0 value) path;

  # The value at a path, or the default where there is none.
  attrByPath =
    path: default: value:
    let
      count = length path;
      walk =
        depth: here:
        if depth == count then
          here
        else if here ? ${elemAt path depth} then
          walk (depth + 1) here.${elemAt path depth}
        else
          default;
    in
    walk 0 value;

  # Whether there is a value at a path.
  hasAttrByPath =
    path: value:
    let
      count = length path;
      walk =
        depth: here:
        depth == count || (here ? ${elemAt path depth} && walk (depth + 1) here.${elemAt path depth});
    in
    walk 0 value;

  # The value at a path; a throw where there is none.
  getAttrFromPath =
    path: attrByPath path (abort "cannot find attribute '${concatStringsSep "." path}'");

  # A set with only this value, at this path.
  setAttrByPath =
    path: value:
    let
      count = length path;
      from = depth: if depth == count then value else { ${elemAt path depth} = from (depth + 1); };
    in
    from 0;

  # A path as Nix writes it.
  showAttrPath =
    path: if path == [ ] then "<root attribute path>" else concatStringsSep "." (map escapeName path);

  # Updates are `{ path, update }`; updates below a path run before those at the path itself.
  updateManyAttrsByPath =
    let
      apply =
        depth: exists: value: updates:
        let
          byPlace = partition (entry: length entry.path == depth) updates;
          here = byPlace.right;
          below = byPlace.wrong;
          belowByName = groupBy (entry: elemAt entry.path depth) below;
          pathOf = entries: showAttrPath (head entries).path;
          child =
            parent: name:
            if parent ? ${name} then apply (depth + 1) true parent.${name} else apply (depth + 1) false null;
          updated =
            if below == [ ] then
              if exists then
                value
              else
                throw "updateManyAttrsByPath: Path '${pathOf here}' does not exist in the given value, but the first update to this path tries to access the existing value."
            else if !exists then
              mapAttrs (child { }) belowByName
            else if isAttrs value then
              value // mapAttrs (child value) belowByName
            else
              throw "updateManyAttrsByPath: Path '${pathOf below}' needs to be updated, but path '${
                showAttrPath (take depth (head below).path)
              }' of the given value is not an attribute set, so we can't update an attribute inside of it.";
        in
        foldl (current: entry: entry.update current) updated here;
    in
    updates: value: apply 0 true value updates;

  # Selecting.

  # The values of these members, in a list; each must be there.
  attrVals = names: set: map (name: set.${name}) names;
  # Only these members; each must be there.
  getAttrs = names: set: genAttrs names (name: set.${name});
  # The set where the condition holds, else an empty one.
  optionalAttrs = cond: set: if cond then set else { };
  # The members whose name and value satisfy a predicate.
  filterAttrs =
    pred: set: removeAttrs set (filter (name: !pred name set.${name}) (attrNames set));
  # As `filterAttrs` at every level.
  filterAttrsRecursive =
    pred: set:
    mapAttrs (_: value: if isAttrs value then filterAttrsRecursive pred value else value) (
      filterAttrs pred set
    );
  # All values below that satisfy a predicate; what does is not looked into.
  collect =
    pred: value:
    if pred value then
      [ value ]
    else if isAttrs value then
      concatMap (collect pred) (attrValues value)
    else
      [ ];
  # Whether a set has all that a pattern has, at every level.
  matchAttrs =
    pattern: set:
    assert isAttrs pattern;
    all (
      name:
      set ? ${name}
      && (
        if isAttrs pattern.${name} then
          isAttrs set.${name} && matchAttrs pattern.${name} set.${name}
        else
          pattern.${name} == set.${name}
      )
    ) (attrNames pattern);

  # Building and mapping.

  # A set of `name` and `value`, for listToAttrs and mapAttrs'.
  nameValuePair = name: value: { inherit name value; };
  # A set with these names, each value computed from its name.
  genAttrs =
    names: f:
    listToAttrs (
      map (name: {
        inherit name;
        value = f name;
      }) names
    );
  # A set of the name and value that a function makes of each element.
  genAttrs' = list: f: listToAttrs (map f list);
  # A function gives each member a new name and value.
  mapAttrs' = f: set: listToAttrs (mapAttrsToList f set);
  # A list with what a function makes of each name and value.
  mapAttrsToList = f: set: attrValues (mapAttrs f set);
  # The members as a list of `{ name, value }`.
  attrsToList = mapAttrsToList nameValuePair;
  # Sets made of each member, merged with `//`.
  concatMapAttrs = f: set: foldl' (acc: new: acc // new) { } (mapAttrsToList f set);
  # A function over the leaves, with the path of each.
  mapAttrsRecursive = mapAttrsRecursiveCond always;
  # As `mapAttrsRecursive` with a predicate that says which sets are entered.
  mapAttrsRecursiveCond =
    descend: f:
    let
      within =
        path:
        mapAttrs (
          name: value:
          if isAttrs value && descend value then
            within (path ++ [ name ]) value
          else
            f (path ++ [ name ]) value
        );
    in
    within [ ];
  # A list with what a function makes of each leaf and its path.
  mapAttrsToListRecursive = mapAttrsToListRecursiveCond (_: always);
  # As `mapAttrsToListRecursive` with a predicate that says which sets are entered.
  mapAttrsToListRecursiveCond =
    descend: f:
    let
      within = path: set: concatMap (name: member (path ++ [ name ]) set.${name}) (attrNames set);
      member =
        path: value: if isAttrs value && descend path value then within path value else [ (f path value) ];
    in
    within [ ];
  # All sets that take one value from each of the lists in a set.
  cartesianProduct =
    set:
    foldl' (
      partial: name: concatMap (chosen: map (value: chosen // { ${name} = value; }) set.${name}) partial
    ) [ { } ] (attrNames set);
  # A function over each set of the cartesian product.
  mapCartesianProduct = f: set: map f (cartesianProduct set);

  # Folding.

  # Folds the names and values of a set from the left.
  foldlAttrs =
    f: init: set:
    foldl' (acc: name: f acc name set.${name}) init (attrNames set);
  # Folds the values that sets of a list have under the same name.
  foldAttrs =
    op: nul: sets:
    foldr (
      set: acc:
      foldr (name: soFar: soFar // { ${name} = op set.${name} (acc.${name} or nul); }) acc (attrNames set)
    ) { } sets;

  # Merging.

  # For each name the list of the values that sets have.
  zipAttrs = zipAttrsWith (_: values: values);
  # For each of these names, a function over the values that sets of a list have.
  zipAttrsWithNames =
    names: f: sets:
    genAttrs names (name: f name (catAttrs name sets));
  # Halves the list, so that each member is copied log n times instead of n times.
  mergeAttrsList =
    list:
    let
      merge =
        start: end:
        let
          middle = (start + end) / 2;
        in
        if start + 1 == end then elemAt list start else merge start middle // merge middle end;
    in
    if list == [ ] then { } else merge 0 (length list);
  # The first set, with the values of the second for the names that it has.
  overrideExisting = old: new: mapAttrs (name: value: new.${name} or value) old;
  # As `recursiveUpdate`, down to where a predicate says that the right side is taken whole.
  recursiveUpdateUntil =
    stop: left: right:
    let
      merge =
        path:
        zipAttrsWith (
          name: values:
          let
            here = path ++ [ name ];
            new = head values;
          in
          if length values == 1 || stop here (elemAt values 1) new then new else merge here values
        );
    in
    merge [ ] [
      right
      left
    ];
  # Merges sets at every level; the right side wins.
  recursiveUpdate = recursiveUpdateUntil (_path: left: right: !(isAttrs left && isAttrs right));
  # Both sets in one; reading a name that both have is a throw.
  unionOfDisjoint =
    left: right:
    let
      shared = intersectAttrs left right;
      collide =
        name: _:
        throw "unionOfDisjoint: collision on ${name}; complete list: ${concatStringsSep " " (attrNames shared)}";
    in
    left // right // mapAttrs collide shared;

  # Packages.

  # Whether a value is a package.
  isDerivation = value: value.type or null == "derivation";
  # A store path as a minimal derivation.
  toDerivation =
    path:
    let
      outPath = builtins.storePath path;
      # A store path's name follows 32 characters of hash and a dash.
      fileName = builtins.substring 33 (-1) (baseNameOf outPath);
      package = {
        type = "derivation";
        name = lib.strings.sanitizeDerivationName fileName;
        inherit outPath;
        outputs = [ "out" ];
        outputName = "out";
        out = package;
      };
    in
    package;
  # The output of that name of a package, else the package's first.
  getOutput =
    output: package:
    if package.outputSpecified or false then package else package.${output} or package.out or package;
  # The first of these outputs that a package has.
  getFirstOutput =
    candidates: package:
    let
      found = filter (output: package ? ${output}) candidates;
    in
    if package.outputSpecified or false || found == [ ] then package else package.${head found};
  # The output `bin` of a package, else `out`.
  getBin = getOutput "bin";
  # The output `dev` of a package, else `out`.
  getDev = getOutput "dev";
  # The output with a package's headers.
  getInclude = getFirstOutput [ "include" "dev" "out" ];
  # The output `lib` of a package, else `out`.
  getLib = getOutput "lib";
  # The output with a package's manual.
  getMan = getOutput "man";
  # The output with a package's static libraries.
  getStatic = getFirstOutput [ "static" "lib" "out" ];
  # The `dev` outputs of packages.
  chooseDevOutputs = map getDev;
  # Marks a set of packages as one to look into.
  recurseIntoAttrs = set: set // { recurseForDerivations = true; };
  # Marks a set of packages as one not to look into.
  dontRecurseIntoAttrs = set: set // { recurseForDerivations = false; };
}
