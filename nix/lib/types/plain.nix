# Types without parameters: any value, booleans, sets taken as they are.
{ lib }:
let
  inherit (builtins)
    all
    any
    foldl'
    head
    isAttrs
    isBool
    typeOf
    ;
  inherit (lib.options)
    getFiles
    mergeEqualOption
    mergeOneOption
    showFiles
    showOption
    ;
  inherit (lib.types) attrsOf mkOptionType;
  scalar = import ./scalar.nix { inherit lib; };

  # Sets that turn into a string, such as packages, are one value and not merged by member.
  kindOf =
    value: if isAttrs value && lib.strings.isStringLike value then "stringCoercibleSet" else typeOf value;
in
rec {
  # Any value, one definition, not looked into.
  raw = mkOptionType {
    name = "raw";
    description = "raw value";
    descriptionClass = "noun";
    merge = mergeOneOption;
  };

  # Any value, merged by its kind; what an option without a type has.
  unspecified = mkOptionType {
    name = "unspecified";
    description = "unspecified value";
    descriptionClass = "noun";
  };

  # Any value; sets merge at every level, equal values agree.
  anything = mkOptionType {
    name = "anything";
    description = "anything";
    descriptionClass = "noun";
    merge =
      loc: defs:
      let
        kind = kindOf (head defs).value;
        merges = {
          set = (attrsOf anything).merge;
          stringCoercibleSet = mergeOneOption;
          lambda =
            loc: defs: argument:
            anything.merge (loc ++ [ "<function body>" ]) (
              map (def: {
                inherit (def) file;
                value = def.value argument;
              }) defs
            );
        };
      in
      if all (def: kindOf def.value == kind) defs then
        (merges.${kind} or mergeEqualOption) loc defs
      else
        throw "The option `${showOption loc}' has conflicting option types in ${showFiles (getFiles defs)}";
  };

  # True or false; all definitions agree.
  bool = scalar "bool" "boolean" isBool;

  # True or false; true where one definition is.
  boolByOr = mkOptionType {
    name = "boolByOr";
    description = "boolean (merged using or)";
    descriptionClass = "noun";
    check = isBool;
    merge = _loc: any (def: def.value);
  };

  # Members of later definitions replace those of earlier ones.
  attrs = mkOptionType {
    name = "attrs";
    description = "attribute set";
    check = isAttrs;
    merge = _loc: foldl' (merged: def: merged // def.value) { };
    emptyValue.value = { };
  };

  # Lua code, as generators.mkLuaInline makes it.
  luaInline = scalar "luaInline" "inline lua" (value: value._type or null == "lua-inline");
}
