# Nix values as text for people.
{ lib }:
let
  inherit (builtins)
    addErrorContext
    concatStringsSep
    elem
    filter
    isAttrs
    isFloat
    isInt
    isList
    isPath
    isString
    length
    mapAttrs
    replaceStrings
    split
    ;
  inherit (lib.attrsets) mapAttrsToList;
  inherit (lib.lists) init last;
  inherit (lib.trivial) functionArgs isFunction;

  # Looked at by the printer itself and so left alone.
  special = [
    "__functionArgs"
    "__functor"
    "__pretty"
    "__toString"
  ];

  showFunction =
    f:
    let
      shown = mapAttrsToList (name: optional: if optional then "${name}?" else name) (functionArgs f);
    in
    if shown == [ ] then "<function>" else "<function, args: {${concatStringsSep ", " shown}}>";

  showLine = replaceStrings [ "\\" "\"" "\${" "\n" ] [ "\\\\" "\\\"" "\\\${" "\\n" ];
  escapeBlock = replaceStrings [ "\${" "''" ] [ "''\${" "'''" ];
in
{
  # Cuts the value off below `depthLimit`, with an error or with a mark.
  withRecursion =
    {
      depthLimit,
      throwOnDepthLimit ? true,
    }:
    assert isInt depthLimit;
    let
      tooDeep =
        if throwOnDepthLimit then
          throw "Exceeded maximum eval-depth limit of ${toString depthLimit} while trying to evaluate with `generators.withRecursion'!"
        else
          "<unevaluated>";
      cut = depth: value: if depth > depthLimit then tooDeep else value;
      limit =
        depth: value:
        let
          below = member: limit (depth + 1) (cut (depth + 1) member);
        in
        if isAttrs value then
          mapAttrs (name: member: if elem name special then member else below member) value
        else if isList value then
          map below value
        else
          cut (depth + 1) value;
    in
    limit 0;

  # A value as Nix code for people.
  toPretty =
    {
      allowPrettyValues ? false,
      indent ? "",
      multiline ? true,
    }:
    let
      show =
        indent: value:
        let
          inner = indent + "  ";
          open = if multiline then "\n${inner}" else " ";
          close = if multiline then "\n${indent}" else " ";
          showMember =
            name: member:
            "${lib.strings.escapeNixIdentifier name} = ${addErrorContext "while evaluating an attribute `${name}`" (show inner member)};";
          lines = filter isString (split "\n" (escapeBlock value));
          block =
            "''"
            + open
            + concatStringsSep open (init lines)
            + (if last lines == "" then close else open + last lines)
            + "''";
        in
        if isInt value then
          toString value
        else if isFloat value then
          builtins.toJSON value
        else if isString value then
          if multiline && length lines > 1 then block else "\"${showLine value}\""
        else if value == true then
          "true"
        else if value == false then
          "false"
        else if value == null then
          "null"
        else if isPath value then
          toString value
        else if isList value then
          if value == [ ] then
            "[ ]"
          else
            "[${open}${concatStringsSep open (map (show inner) value)}${close}]"
        else if isFunction value then
          showFunction value
        else if allowPrettyValues && value ? __pretty && value ? val then
          value.__pretty value.val
        else if value == { } then
          "{ }"
        else if value.type or null == "derivation" then
          "<derivation ${value.name or "???"}>"
        else
          "{${open}${concatStringsSep open (mapAttrsToList showMember value)}${close}}";
    in
    show indent;
}
