# Definitions that no option declares, in submodules that nothing reads: the module system looks at a submodule only when
# somebody reads it, so that a slip in there passes silently. This looks at all of them, and at nothing else: values of
# options may be missing or fail, and nobody need ever know.
{
  lib,
  evaluated,
  isOwn,
}:
let
  inherit (builtins)
    all
    attrNames
    attrValues
    elem
    isAttrs
    isList
    seq
    ;

  elementTypes = [
    "attrsOf"
    "lazyAttrsOf"
    "listOf"
    "nullOr"
  ];

  holdsSubmodules =
    type: type.name == "submodule" || (elem type.name elementTypes && holdsSubmodules type.nestedTypes.elemType);

  look =
    type: value:
    if value == null || !holdsSubmodules type then
      true
    else if type.name == "submodule" then
      seq value (lookAtMembers (type.getSubOptions [ ]) value)
    else if type.name == "nullOr" then
      look type.nestedTypes.elemType value
    else
      all (look type.nestedTypes.elemType) (if isList value then value else attrValues value);

  lookAtMembers =
    options: values:
    all (
      name:
      let
        option = options.${name};
      in
      if !(isAttrs option && values ? ${name}) then
        true
      else if lib.isOption option then
        # Types of submodules have an empty value: reading one never fails for want of a definition.
        !holdsSubmodules option.type || look option.type values.${name}
      else
        lookAtMembers option values.${name}
    ) (attrNames (removeAttrs options [ "_module" "_freeformOptions" ]));

  lookAt =
    options: values:
    all (
      name:
      let
        option = options.${name};
      in
      if lib.isOption option then
        !(isOwn option && holdsSubmodules option.type && option.isDefined) || look option.type option.value
      else
        lookAt option values.${name}
    ) (attrNames (removeAttrs options [ "_module" ]));
in
lookAt evaluated.options evaluated.config
