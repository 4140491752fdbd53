# From the merged options to the document. What is left out, and where, is terranix' rule, as in
# src/terraform/document/shape.ts: nulls in sets are unset, options that come out empty are absent, and so are resource,
# data and ephemeral types without a block.
{
  # `evaluate.nix` of a project.
  evaluation,
  withNulls,
}:
let
  inherit (builtins)
    attrNames
    concatMap
    elem
    filter
    isAttrs
    isFunction
    isList
    isPath
    listToAttrs
    map
    mapAttrs
    removeAttrs
    ;

  inherit (evaluation.evaluated) config;

  keep =
    predicate: set:
    removeAttrs set (filter (name: !(predicate set.${name})) (attrNames set));

  isKept = value: !(isFunction value) && (withNulls || value != null);

  plain =
    value:
    if isPath value || (isAttrs value && value ? outPath) then
      "${value}"
    else if isAttrs value then
      mapAttrs (_: plain) (
        keep isKept (
          removeAttrs value [
            "__functor"
            "_module"
            "_ref"
          ]
        )
      )
    else if isList value then
      map plain value
    else
      value;

  typed = [
    "data"
    "ephemeral"
    "resource"
  ];

  block =
    name:
    let
      value = plain config.${name};
      shaped = if elem name typed && isAttrs value then keep (blocks: blocks != { }) value else value;
    in
    if shaped == null || shaped == { } then
      [ ]
    else
      [
        {
          inherit name;
          value = shaped;
        }
      ];
in
listToAttrs (concatMap block (filter (name: !(elem name evaluation.givenUp)) (import ../emitted.nix)))
