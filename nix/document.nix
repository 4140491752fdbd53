# The Terraform document as the tests of a project see it: what a compile writes, computed by Nix as far as it is looked
# at. The rules are those of src/terraform/document/shape.ts and src/project/source-files.ts; a test holds them together.
{
  evaluated,
  emitted,
  withNulls,
}:
let
  inherit (builtins)
    attrNames
    attrValues
    concatMap
    elem
    filter
    getContext
    hasContext
    isAttrs
    isList
    isPath
    isString
    listToAttrs
    map
    mapAttrs
    removeAttrs
    replaceStrings
    ;

  walk = import ./definitions.nix { };

  without = drop: set: removeAttrs set (filter (name: drop set.${name}) (attrNames set));

  # Files of the project stand in the document under `.terrane/files`.
  text =
    string:
    let
      context = if hasContext string then getContext string else { };
      copied = filter (path: context.${path}.path or false) (attrNames context);
      name = path: builtins.substring (builtins.stringLength builtins.storeDir + 1) (-1) path;
    in
    replaceStrings copied (map (path: ".terrane/files/${name path}") copied) string;

  plain =
    value:
    if isString value then
      text value
    else if isPath value then
      text "${value}"
    else if isList value then
      map plain value
    else if isAttrs value then
      if value ? outPath then
        text "${value.outPath}"
      else
        mapAttrs (_: plain) (
          let
            set = walk.plain value;
          in
          if withNulls then set else without (member: member == null) set
        )
    else
      value;

  isEmpty = value: value == null || value == { };

  types = [
    "data"
    "ephemeral"
    "resource"
  ];

  blocks = listToAttrs (
    map (name: {
      inherit name;
      value = plain evaluated.config.${name};
    }) emitted
  );

  shaped = name: value: if elem name types && isAttrs value then without (members: members == { }) value else value;
in
without isEmpty (mapAttrs shaped blocks)
