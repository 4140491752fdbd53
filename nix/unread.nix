# Definitions that no option declares, in submodules that nothing reads: the module system looks at a submodule only when
# somebody reads it, so that a slip in there passes silently. This looks at all of them, and at nothing else: values of
# options may be missing or fail, and nobody need ever know.
{ lib, evaluated }:
let
  inherit (builtins)
    all
    any
    attrNames
    attrValues
    elem
    filter
    head
    isAttrs
    isList
    length
    seq
    stringLength
    substring
    ;

  isOurFile =
    file: substring 0 (stringLength (toString ./modules)) (toString file) == toString ./modules;

  isOwn = option: !(all isOurFile option.declarations);

  # A type is looked into by how values of it are made of values of others.
  elementTypes = [
    "attrsOf"
    "lazyAttrsOf"
    "listOf"
  ];

  holdsSubmodules =
    type:
    type.name == "submodule"
    || (
      if type.name == "either" then
        any holdsSubmodules (attrValues type.nestedTypes)
      else if type.name == "attrTag" then
        any (tag: holdsSubmodules tag.type) (attrValues type.nestedTypes)
      else if type.name == "coercedTo" then
        holdsSubmodules type.nestedTypes.finalType
      else
        elem type.name (elementTypes ++ [ "nullOr" "unique" ]) && holdsSubmodules type.nestedTypes.elemType
    );

  look =
    type: value:
    let
      inherit (type) nestedTypes;
    in
    if value == null || !holdsSubmodules type then
      true
    else if type.name == "submodule" then
      seq value (lookAtMembers (type.getSubOptions [ ]) value)
    else if type.name == "nullOr" || type.name == "unique" then
      look nestedTypes.elemType value
    else if type.name == "coercedTo" then
      look nestedTypes.finalType value
    else if type.name == "attrTag" then
      all (tag: look nestedTypes.${tag}.type value.${tag}) (attrNames value)
    else if type.name == "either" then
      # The value does not say which of the two it is of: only a single one that it can be of is looked into.
      let
        possible = filter (side: holdsSubmodules side && fits side value) (attrValues nestedTypes);
      in
      seq value (length possible != 1 || look (head possible) value)
    else
      all (look nestedTypes.elemType) (if isList value then value else attrValues value);

  fits =
    type: value:
    if type.name == "listOf" then
      isList value
    else if type.name == "submodule" || elem type.name elementTypes || type.name == "attrTag" then
      isAttrs value
    else
      true;

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
