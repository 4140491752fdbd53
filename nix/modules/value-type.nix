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
    filter
    head
    isAttrs
    length
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

  conflict =
    loc: defs: kinds:
    throw "The option `${showOption loc}' has conflicting definition values: it is ${
      lib.concatStringsSep " and " (lib.unique kinds)
    }, in ${showFiles (map (def: def.file) defs)}.";

  merge =
    loc: defs:
    let
      kinds = map (def: kindOf def.value) defs;
      kind = head kinds;
    in
    if all (other: other == kind) (tail kinds) then
      if kind == "set" then
        (types.attrsOf terraformValue).merge loc defs
      else if kind == "list" then
        (types.listOf terraformValue).merge loc defs
      else if kind == "string" then
        mergeText loc defs
      else
        mergeEqualOption loc defs
    else if length (filter (other: other == "null") kinds) > 0 then
      throw "The option `${showOption loc}` is defined both null and not null, in ${
        showFiles (map (def: def.file) defs)
      }."
    else
      conflict loc defs kinds;

  terraformValue = mkOptionType {
    name = "terraformValue";
    description = "Terraform value (null, boolean, number, string, path, package, or a list or set of these)";
    descriptionClass = "noun";
    check = isTerraformValue;
    inherit merge;
    emptyValue.value = { };
  };
in
terraformValue
