# The options that hold submodules, declared a second time, so that a submodule passes over what no option of it declares.
# Else whoever reads any value of a submodule with a slip in it gets that slip, and nothing of what is wrong beside it. The
# slips themselves are found where in-options.nix looks into the submodule.
#
# `attempt path value` says whether a value evaluates.
{
  lib,
  attempt,
  holdsSubmodules,
}:
let
  inherit (builtins)
    attrNames
    concatMap
    listToAttrs
    removeAttrs
    ;
  inherit (lib) types;

  # A freeform type of the user's wins over it.
  passingOver = {
    _file = "terrane";
    _module.freeformType = lib.mkOverride 1499 (
      # Without a description, which types that hold the submodule would show.
      removeAttrs (lib.mkOptionType {
        name = "ignored";
        merge = _: _: { };
      }) [ "description" ]
    );
  };

  holders = {
    inherit (types)
      attrsOf
      lazyAttrsOf
      listOf
      nullOr
      ;
  };

  # A submodule that has itself as an option has no end.
  deepest = 6;

  # What merges with a type into one that passes over; null where there is none.
  beside =
    depth: path: type:
    if type.name == "submodule" then
      types.submoduleWith {
        modules = [
          passingOver
          {
            _file = "terrane";
            options =
              if depth == deepest then { } else inOptions (depth + 1) path (type.getSubOptions path);
          }
        ];
        shorthandOnlyDefinesConfig = type.functor.payload.shorthandOnlyDefinesConfig or false;
      }
    else if holders ? ${type.name} then
      let
        inner = beside depth path type.nestedTypes.elemType;
      in
      if inner == null then null else holders.${type.name} inner
    else
      null;

  # Two types that do not merge would be an error of their own.
  merges = type: other: other != null && type.typeMerge other.functor != null;

  inOptions =
    depth: path: options:
    listToAttrs (
      concatMap (
        name:
        let
          value = inOption depth (path ++ [ name ]) options.${name};
        in
        if value == null then [ ] else [ { inherit name value; } ]
      ) (
        attrNames (
          removeAttrs options [
            "_module"
            "_freeformOptions"
          ]
        )
      )
    );

  inOption =
    depth: path: option:
    if !attempt path option then
      null
    else if !lib.isOption option then
      let
        found = inOptions depth path option;
      in
      if found == { } then null else found
    else if
      attempt path (holdsSubmodules option.type)
      && holdsSubmodules option.type
      && attempt path (merges option.type (beside depth path option.type))
      && merges option.type (beside depth path option.type)
    then
      lib.mkOption { type = beside depth path option.type; }
    else
      null;
in
# A module, of the options of an evaluation.
options: {
  _file = "terrane";
  options = inOptions 0 [ ] options;
}
