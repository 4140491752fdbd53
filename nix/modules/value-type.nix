# The type of everything in a Terraform document: null, boolean, number, string, list or set, to any depth.
#
# It accepts what terranix' type accepts (`nullOr (oneOf [ bool int float str (attrsOf …) (listOf …) ])`), and merges
# alike: equal scalars agree, lists concatenate, sets merge by member, null goes with null only. Two more values are
# leaves wherever they stand: a path, and a set with `outPath` (a package, a flake input). Both are kept as they are in
# `config`, and are their store path in the document.
#
# It is one type instead of a tree of `either`, because `either` would ask each of its seven branches about each value.
{ lib }:
let
  inherit (builtins)
    all
    head
    isAttrs
    tail
    typeOf
    ;
  inherit (lib) mkOptionType types;
  inherit (lib.options) mergeEqualOption showFiles showOption;

  isStorePath = value: isAttrs value && value ? outPath;

  # Definitions of different kinds never merge. A string, a path and a package are one kind: each is text in the document.
  kindOf =
    value:
    let
      type = typeOf value;
    in
    if type == "path" || isStorePath value then "string" else type;

  isTerraformValue = value: kindOf value != "lambda";

  # "${value}" rather than toString, so that a path is its copy in the store, as it will be in the document.
  mergeText =
    loc: defs:
    if tail defs == [ ] then
      (head defs).value
    else
      mergeEqualOption loc (map (def: def // { value = "${def.value}"; }) defs);

  kindNames = {
    bool = "a bool";
    float = "a float";
    int = "an integer";
    list = "a list";
    set = "an attribute set";
    string = "a string";
  };

  differentKinds =
    loc: defs: kinds:
    throw "The option `${showOption loc}' is defined multiple times while it's expected to be unique: ${
      lib.concatMapStringsSep " and " (kind: kindNames.${kind}) (lib.unique kinds)
    } can't be merged, in ${filesOf defs}.";

  differentNulls =
    loc: defs:
    throw "The option `${showOption loc}` is defined both null and not null, in ${filesOf defs}.";

  filesOf = defs: showFiles (map (def: def.file) defs);

  merge =
    loc: defs:
    let
      kinds = map (def: kindOf def.value) defs;
      kind = head kinds;
    in
    if all (other: other == kind) (tail kinds) then
      if kind == "set" then
        set.merge loc defs
      else if kind == "list" then
        list.merge loc defs
      else if kind == "string" then
        mergeText loc defs
      else
        mergeEqualOption loc defs
    else if builtins.elem "null" kinds then
      differentNulls loc defs
    else
      differentKinds loc defs kinds;

  list = types.listOf terraformValue;
  set = types.attrsOf terraformValue;

  terraformValue = mkOptionType {
    name = "terraformValue";
    description = "Terraform value (null, boolean, number, string, path, package, or a list or set of these)";
    descriptionClass = "noun";
    check = isTerraformValue;
    inherit merge;
    emptyValue.value = { };
  }
  // {
    # With the types of a provider (../lib/typed-providers.nix), which merge alike, those are the types.
    typeMerge =
      other:
      if other.name != terraformValue.functor.name then
        null
      else if other ? typed then
        other.type
      else
        terraformValue;
  };
in
terraformValue
