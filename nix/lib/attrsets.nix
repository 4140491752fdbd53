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

  hasAttrByPath =
    path: value:
    let
      count = length path;
      walk =
        depth: here:
        depth == count || (here ? ${elemAt path depth} && walk (depth + 1) here.${elemAt path depth});
    in
    walk 0 value;

  getAttrFromPath =
    path: attrByPath path (abort "cannot find attribute '${concatStringsSep "." path}'");

  setAttrByPath =
    path: value:
    let
      count = length path;
      from = depth: if depth == count then value else { ${elemAt path depth} = from (depth + 1); };
    in
    from 0;

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
  attrVals = names: set: map (name: set.${name}) names;
  getAttrs = names: set: genAttrs names (name: set.${name});
  optionalAttrs = cond: set: if cond then set else { };
  filterAttrs =
    pred: set: removeAttrs set (filter (name: !pred name set.${name}) (attrNames set));
  filterAttrsRecursive =
    pred: set:
    mapAttrs (_: value: if isAttrs value then filterAttrsRecursive pred value else value) (
      filterAttrs pred set
    );
  collect =
    pred: value:
    if pred value then
      [ value ]
    else if isAttrs value then
      concatMap (collect pred) (attrValues value)
    else
      [ ];
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
  nameValuePair = name: value: { inherit name value; };
  genAttrs =
    names: f:
    listToAttrs (
      map (name: {
        inherit name;
        value = f name;
      }) names
    );
  genAttrs' = list: f: listToAttrs (map f list);
  mapAttrs' = f: set: listToAttrs (mapAttrsToList f set);
  mapAttrsToList = f: set: attrValues (mapAttrs f set);
  attrsToList = mapAttrsToList nameValuePair;
  concatMapAttrs = f: set: foldl' (acc: new: acc // new) { } (mapAttrsToList f set);
  mapAttrsRecursive = mapAttrsRecursiveCond always;
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
  mapAttrsToListRecursive = mapAttrsToListRecursiveCond (_: always);
  mapAttrsToListRecursiveCond =
    descend: f:
    let
      within = path: set: concatMap (name: member (path ++ [ name ]) set.${name}) (attrNames set);
      member =
        path: value: if isAttrs value && descend path value then within path value else [ (f path value) ];
    in
    within [ ];
  cartesianProduct =
    set:
    foldl' (
      partial: name: concatMap (chosen: map (value: chosen // { ${name} = value; }) set.${name}) partial
    ) [ { } ] (attrNames set);
  mapCartesianProduct = f: set: map f (cartesianProduct set);

  # Folding.
  foldlAttrs =
    f: init: set:
    foldl' (acc: name: f acc name set.${name}) init (attrNames set);
  foldAttrs =
    op: nul: sets:
    foldr (
      set: acc:
      foldr (name: soFar: soFar // { ${name} = op set.${name} (acc.${name} or nul); }) acc (attrNames set)
    ) { } sets;

  # Merging.
  zipAttrs = zipAttrsWith (_: values: values);
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
  overrideExisting = old: new: mapAttrs (name: value: new.${name} or value) old;
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
  recursiveUpdate = recursiveUpdateUntil (_path: left: right: !(isAttrs left && isAttrs right));
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
  isDerivation = value: value.type or null == "derivation";
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
  getOutput =
    output: package:
    if package.outputSpecified or false then package else package.${output} or package.out or package;
  getFirstOutput =
    candidates: package:
    let
      found = filter (output: package ? ${output}) candidates;
    in
    if package.outputSpecified or false || found == [ ] then package else package.${head found};
  getBin = getOutput "bin";
  getDev = getOutput "dev";
  getInclude = getFirstOutput [ "include" "dev" "out" ];
  getLib = getOutput "lib";
  getMan = getOutput "man";
  getStatic = getFirstOutput [ "static" "lib" "out" ];
  chooseDevOutputs = map getDev;
  recurseIntoAttrs = set: set // { recurseForDerivations = true; };
  dontRecurseIntoAttrs = set: set // { recurseForDerivations = false; };
}
