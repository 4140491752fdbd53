# Lua tables and bindings.
{ lib }:
let
  inherit (builtins)
    attrNames
    concatStringsSep
    filter
    isAttrs
    isBool
    isFloat
    isInt
    isList
    isPath
    isString
    match
    toJSON
    typeOf
    ;
  inherit (lib.attrsets) isDerivation mapAttrsToList;

  name = "[[:alpha:]_][[:alnum:]_]*";
  isVariable = text: match "${name}(\\.${name})*" text != null;
in
rec {
  # Lua code that is printed as it is.
  mkLuaInline = expr: {
    _type = "lua-inline";
    inherit expr;
  };

  # Lua.
  toLua =
    {
      asBindings ? false,
      indent ? "",
      multiline ? true,
    }@options:
    value:
    let
      inner = "${indent}  ";
      open = if multiline then "\n${inner}" else " ";
      close = if multiline then "\n${indent}" else " ";
      show = toLua (
        options
        // {
          indent = if asBindings then indent else inner;
          asBindings = false;
        }
      );
      table =
        members:
        if members == [ ] then "{}" else "{${open}${concatStringsSep ",${open}" members}${close}}";
      badNames = filter (text: !isVariable text) (attrNames value);
    in
    if asBindings then
      assert lib.asserts.assertMsg (badNames == [ ])
        "Bad Lua var names: ${lib.generators.toPretty { } badNames}";
      concatStringsSep "" (
        mapAttrsToList (key: content: "${indent}${key} = ${show content}\n") value
      )
    else if value == null then
      "nil"
    else if isInt value || isFloat value || isString value || isBool value then
      toJSON value
    else if isPath value || isDerivation value then
      toJSON "${value}"
    else if isList value then
      table (map show value)
    else if !isAttrs value then
      abort "generators.toLua: type ${typeOf value} is unsupported"
    else if value._type or null == "lua-inline" then
      "(${value.expr})"
    else
      table (mapAttrsToList (key: content: "[${toJSON key}] = ${show content}") value);
}
