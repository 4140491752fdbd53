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

  # A hash to put in until the right one is known.
  fakeHash = "sha256-${digits "A" 43}=";
  # A SHA-256 to put in until the right one is known.
  fakeSha256 = digits "0" 64;
  # A SHA-512 to put in until the right one is known.
  fakeSha512 = digits "0" 128;

  # A variable of the environment, or a default where it is empty.
  maybeEnv =
    name: default:
    if getEnv name == "" then default else getEnv name;
  # A member of a set, or a default.
  maybeAttr =
    name: default: set:
    set.${name} or default;
  # An old name: maybeAttr.
  maybeAttrNullable = maybeAttr;

  # A set with one member.
  nvs = name: value: { ${name} = value; };
  # A set with one member set.
  setAttr = set: name: value: set // { ${name} = value; };
  # A set with one member changed, from a default where it is missing.
  setAttrMerge =
    name: default: set: f:
    set // { ${name} = f (set.${name} or default); };

  # The new value where it is a set, else what it makes, as a function, of the old one.
  defaultMergeArg = old: new: if isAttrs new then new else new old;
  # The second set over the first, with what defaultMergeArg adds.
  defaultMerge = old: new: old // defaultMergeArg old new;
  # A name that only the right side has is merged with itself.
  mergeAttrsWithFunc =
    f: left: right:
    left // mapAttrs (name: value: f (left.${name} or value) value) right;
  # Two sets with the values under the same name joined as lists.
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

  # What kind of value it is.
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

  # An old name: lists.imap1.
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
  # An old name: closePropagation.
  closePropagationFast = closePropagation;
  # An old name: closePropagation.
  closePropagationSlow = closePropagation;
}
