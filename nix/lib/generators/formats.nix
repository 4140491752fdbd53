# JSON, YAML and Dhall.
{ lib }:
let
  inherit (builtins)
    concatStringsSep
    isAttrs
    isBool
    isInt
    isList
    ;

  commaSeparated = concatStringsSep ", ";
in
rec {
  # JSON.
  toJSON = { }: builtins.toJSON;
  # JSON is YAML.

  # YAML, in the form of JSON.
  toYAML = { }: builtins.toJSON;

  # Dhall.
  toDhall =
    { }@options:
    value:
    if isAttrs value then
      let
        member = name: content: "${name} = ${toDhall options content}";
      in
      "{ ${commaSeparated (lib.attrsets.mapAttrsToList member value)} }"
    else if isList value then
      "[ ${commaSeparated (map (toDhall options) value)} ]"
    # Without a sign it would be a Natural.
    else if isInt value then
      "${if value < 0 then "" else "+"}${toString value}"
    else if isBool value then
      if value then "True" else "False"
    else if lib.trivial.isFunction value then
      abort "generators.toDhall: cannot convert a function to Dhall"
    else if value == null then
      abort "generators.toDhall: cannot convert a null to Dhall"
    else
      builtins.toJSON value;
}
