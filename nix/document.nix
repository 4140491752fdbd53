# From the merged options to the Terraform document, in Nix: for the flake's library, and for tests of a project, which look
# at it before it is JSON. What is left out, and where, is terranix' rule, as in src/terraform/document/shape.ts: nulls in
# sets are unset, options that come out empty are absent, and so are resource, data and ephemeral types without a block.
{
  config,
  emitted,
  withNulls,
  # Name files of the project by the copies that a compile makes of them (src/project/source-files.ts), not in the store.
  withCopies ? false,
}:
let
  inherit (builtins)
    attrNames
    elem
    filter
    getContext
    hasContext
    isAttrs
    isFunction
    isList
    isPath
    isString
    listToAttrs
    map
    mapAttrs
    removeAttrs
    replaceStrings
    ;

  walk = import ./definitions { };

  without = drop: set: removeAttrs set (filter (name: drop set.${name}) (attrNames set));

  text =
    string:
    let
      context = getContext string;
      copied = filter (path: context.${path}.path or false) (attrNames context);
      name = path: builtins.substring (builtins.stringLength builtins.storeDir + 1) (-1) path;
    in
    if withCopies && hasContext string then
      replaceStrings copied (map (path: ".terrane/files/${name path}") copied) string
    else
      string;

  isUnset = value: isFunction value || (!withNulls && value == null);

  plain =
    value:
    if isString value then
      text value
    else if isPath value || (isAttrs value && value ? outPath) then
      text "${value}"
    else if isAttrs value then
      mapAttrs (_: plain) (without isUnset (walk.plain value))
    else if isList value then
      map plain value
    else
      value;

  isEmpty = value: value == null || value == { };

  typed = [
    "data"
    "ephemeral"
    "resource"
  ];

  blocks = listToAttrs (
    map (name: {
      inherit name;
      value = plain config.${name};
    }) emitted
  );

  shaped =
    name: value:
    if elem name typed && isAttrs value then
      without (members: members == { }) value
    else if name == "variable" && isAttrs value then
      mapAttrs (_: variable: if isAttrs variable && variable ? default then variable // { default = nulls variable.default; } else variable) value
    else
      value;

  # `lib.tf.ref "null"` in a variable's default, where nothing is evaluated.
  nulls =
    value:
    if value == "\${null}" then
      null
    else if isList value then
      map nulls value
    else if isAttrs value then
      mapAttrs (_: nulls) value
    else
      value;
in
without isEmpty (mapAttrs shaped blocks)
