# Ways to make one value of several definitions, each definition being `{ file, value }`.
{ lib }:
let
  inherit (builtins)
    all
    concatLists
    concatStringsSep
    foldl'
    head
    isAttrs
    isBool
    isInt
    isList
    isString
    length
    tail
    ;
  inherit (lib.options) showDefs showOption;

  prioritySuggestion = "Use `lib.mkForce value` or `lib.mkDefault value` to change the priority on any of these definitions.\n";
in
rec {
  # The values of definitions.
  getValues = map (def: def.value);
  # The files of definitions.
  getFiles = map (def: def.file);

  # By the kind of value; the merge of a type that brings none.
  mergeDefaultOption =
    loc: defs:
    let
      values = getValues defs;
      first = head values;
    in
    if length values == 1 then
      first
    else if all lib.trivial.isFunction values then
      argument: mergeDefaultOption loc (map (def: def // { value = def.value argument; }) defs)
    else if all isList values then
      concatLists values
    else if all isAttrs values then
      foldl' (merged: value: merged // value) { } values
    else if all isBool values then
      builtins.any (value: value) values
    else if all isString values then
      concatStringsSep "" values
    else if all isInt values && all (value: value == first) values then
      first
    else
      throw "Cannot merge definitions of `${showOption loc}'. Definition values:${showDefs defs}";

  # The value of the only definition; a throw where there are several.
  mergeOneOption = mergeUniqueOption { message = ""; };

  # As `mergeOneOption` with a message of one's own.
  mergeUniqueOption =
    {
      message,
      merge ? _loc: defs: (head defs).value,
    }:
    loc: defs:
    if length defs == 1 then
      merge loc defs
    else
      assert length defs > 1;
      throw (
        concatStringsSep "\n" [
          "The option `${showOption loc}' is defined multiple times while it's expected to be unique."
          message
          "Definition values:${showDefs defs}"
          prioritySuggestion
        ]
      );

  # The value that all definitions agree on; a throw where they don't.
  mergeEqualOption =
    loc: defs:
    let
      first = head defs;
      agree =
        def:
        def.value == first.value
        || throw "The option `${showOption loc}' has conflicting definition values:${
          showDefs [
            first
            def
          ]
        }\n${prioritySuggestion}";
    in
    if defs == [ ] then
      abort "This case should never happen."
    # A lone value isn't compared: functions don't even equal themselves.
    else if length defs == 1 || all agree (tail defs) then
      first.value
    else
      abort "This case should never happen.";
}
