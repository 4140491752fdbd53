# Old functions that are still met here and there.
{ lib }:
let
  inherit (builtins)
    filter
    genericClosure
    getEnv
    isAttrs
    isBool
    isInt
    isList
    mapAttrs
    ;
  inherit (lib.lists) toList;

  digits = text: count: builtins.concatStringsSep "" (builtins.genList (_: text) count);
in
rec {
  # Stand-ins until the right hash is known.
  fakeHash = "sha256-${digits "A" 43}=";
  fakeSha256 = digits "0" 64;
  fakeSha512 = digits "0" 128;

  maybeEnv =
    name: default:
    if getEnv name == "" then default else getEnv name;
  maybeAttr =
    name: default: set:
    set.${name} or default;
  maybeAttrNullable = maybeAttr;

  nvs = name: value: { ${name} = value; };
  setAttr = set: name: value: set // { ${name} = value; };
  setAttrMerge =
    name: default: set: f:
    set // { ${name} = f (set.${name} or default); };

  defaultMergeArg = old: new: if isAttrs new then new else new old;
  defaultMerge = old: new: old // defaultMergeArg old new;
  # A name that only the right side has is merged with itself.
  mergeAttrsWithFunc =
    f: left: right:
    left // mapAttrs (name: value: f (left.${name} or value) value) right;
  mergeAttrsConcatenateValues = mergeAttrsWithFunc (a: b: toList a ++ toList b);

  # The value, or the empty value of its kind.
  ifEnable =
    cond: value:
    if cond then
      value
    else if isList value then
      [ ]
    else if isAttrs value then
      { }
    else if isBool value then
      false
    else
      null;

  nixType =
    value:
    if isAttrs value then
      if value ? outPath then "derivation" else "attrs"
    else if lib.trivial.isFunction value then
      "function"
    else if isList value then
      "list"
    else if isBool value then
      "bool"
    else if value == null then
      "null"
    else if isInt value then
      "int"
    else
      "string";

  imap = lib.lists.imap1;

  # The packages and all that they propagate.
  closePropagation =
    packages:
    let
      item = package: {
        key = package.outPath;
        inherit package;
      };
      items = list: map item (filter (package: package != null) list);
      propagated =
        package: (package.propagatedBuildInputs or [ ]) ++ (package.propagatedNativeBuildInputs or [ ]);
    in
    map (found: found.package) (genericClosure {
      startSet = items packages;
      operator = found: if isAttrs found.package then items (propagated found.package) else [ ];
    });
  closePropagationFast = closePropagation;
  closePropagationSlow = closePropagation;
}
