# Types and options themselves as values of options.
{ lib }:
let
  inherit (builtins) head length;
  inherit (lib.modules) fixupOptionType mergeOptionDecls;
  inherit (lib.types) isType mkOptionType;
in
{
  # What mkOption makes, as a value.
  optionDeclaration = mkOptionType {
    name = "optionDeclaration";
    description = "option declaration";
    descriptionClass = "noun";
    # An evaluated option has a value; only the declaration is wanted.
    check = value: isType "option" value && !(value ? value);
  };

  # Several types merge as if each declared the same option.
  optionType = mkOptionType {
    name = "optionType";
    description = "optionType";
    descriptionClass = "noun";
    check = isType "option-type";
    merge =
      loc: defs:
      let
        declarations = map (def: {
          _file = def.file;
          pos = null;
          options = lib.options.mkOption { type = def.value; };
        }) defs;
      in
      if length defs == 1 then
        (head defs).value
      else
        (fixupOptionType loc (mergeOptionDecls loc declarations)).type;
  };
}
