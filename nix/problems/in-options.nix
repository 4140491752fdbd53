# In the options of an evaluation, and in those of its submodules.
{
  alone,
  collector,
  deepest,
  document,
  failing,
  holders,
  holdsSubmodules,
  inValue,
  isPrinted,
  lib,
  mark,
  ofUndeclared,
  succeeds,
  undeclared,
  ...
}:
let
  inherit (builtins)
    attrNames
    concatLists
    concatMap
    elem
    elemAt
    genList
    isAttrs
    isList
    length
    ;

  # The options of one evaluation, the whole project's or a submodule's.
  inOptions =
    depth: prefix: options: values:
    (
      if values ? ${undeclared} && options._module.check.value then
        ofUndeclared options values.${undeclared}
      else
        [ ]
    )
    ++ concatMap (name: inOption depth (prefix ++ [ name ]) options.${name}) (
      attrNames (
        removeAttrs options (
          [
            "_module"
            mark
          ]
          ++ (if prefix == [ ] && alone == null then [ "assertions" ] ++ attrNames document else [ ])
        )
      )
    );

  inOption =
    depth: path: option:
    if !succeeds path option then
      [ (failing path option) ]
    else if !lib.isOption option then
      concatMap (name: inOption depth (path ++ [ name ]) option.${name}) (attrNames option)
    else if !succeeds path option.isDefined then
      [ (failing path option.isDefined) ]
    else if !option.isDefined then
      if isPrinted path then [ (failing path option.value) ] else [ ]
    else if option ? apply || !(succeeds path (holdsSubmodules option.type) && holdsSubmodules option.type) then
      ofType depth option.type path option.value
    else
      ofType depth option.type path (examined option);

  # The value once more, with the collector in its submodules.
  examined =
    option:
    (lib.mergeDefinitions option.loc (option.type.substSubModules (
      option.type.getSubModules ++ [ collector ]
    )) option.definitionsWithLocations).mergedValue;

  ofType =
    depth: type: path: value:
    if depth > deepest then
      [ ]
    else if !succeeds path value then
      [ (failing path value) ]
    else if value == null || !(succeeds path type.name) then
      [ ]
    else if isPrinted path && !holdsSubmodules type then
      inValue depth path value
    else if type.name == "submodule" then
      if isAttrs value && value ? ${mark} then inOptions (depth + 4) path value.${mark} value else [ ]
    else if type.name == "coercedTo" then
      ofType (depth + 1) type.nestedTypes.finalType path value
    else if !elem type.name holders then
      [ ]
    else if type.name == "nullOr" then
      ofType (depth + 1) type.nestedTypes.elemType path value
    else if isList value then
      concatLists (
        genList (
          place:
          ofType (depth + 1) type.nestedTypes.elemType (path ++ [ place ]) (elemAt value place)
        ) (length value)
      )
    else if isAttrs value then
      concatMap (name: ofType (depth + 1) type.nestedTypes.elemType (path ++ [ name ]) value.${name}) (
        attrNames value
      )
    else
      [ ];
in
{
  inherit inOptions;
}
