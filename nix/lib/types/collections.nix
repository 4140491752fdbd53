# Lists and attribute sets of one type.
{ lib }:
let
  inherit (builtins)
    concatLists
    filter
    isAttrs
    isList
    mapAttrs
    zipAttrsWith
    ;
  inherit (lib.attrsets) filterAttrs;
  inherit (lib.lists) imap1;
  inherit (lib.modules) mergeDefinitions;
  inherit (lib.types) addCheck mkOptionType optionDescriptionPhrase;
  inherit (import ./checked-merge.nix { inherit lib; })
    coherentCheck
    elemTypeFunctor
    isNoun
    isNounOrComposite
    mergeBy
    rejected
    ;

  hasValue = merged: merged.optionalValue ? value;
  metaOf = merged: merged.checkedAndMerged.valueMeta;

  # The definitions of a set's members, each with the file of the definition that it is part of.
  memberDefs = map (
    def:
    mapAttrs (_: value: {
      inherit (def) file;
      inherit value;
    }) def.value
  );
in
rec {
  # The definitions' lists one after the other, without the elements whose condition is false.
  listOf =
    elemType:
    let
      check = coherentCheck isList;
    in
    mkOptionType {
      name = "listOf";
      description = "list of ${optionDescriptionPhrase isNounOrComposite elemType}";
      descriptionClass = "composite";
      inherit check;
      merge = mergeBy (
        { loc, defs }:
        let
          mergeElement =
            file: place: value:
            mergeDefinitions (loc ++ [ place ]) elemType [ { inherit file value; } ];
          elements = concatLists (
            imap1 (
              n: def:
              imap1 (
                m: mergeElement def.file "[definition ${toString n}-entry ${toString m}]"
              ) def.value
            ) defs
          );
          present = filter hasValue elements;
        in
        {
          headError = rejected check defs;
          value = map (element: element.optionalValue.value) present;
          valueMeta.list = map metaOf present;
        }
      );
      emptyValue.value = [ ];
      getSubOptions = prefix: elemType.getSubOptions (prefix ++ [ "*" ]);
      inherit (elemType) getSubModules;
      substSubModules = modules: listOf (elemType.substSubModules modules);
      functor = elemTypeFunctor "listOf" { inherit elemType; } // {
        type = payload: lib.types.listOf payload.elemType;
      };
      nestedTypes.elemType = elemType;
    };

  # As `listOf` with at least one element.
  nonEmptyListOf =
    elemType:
    let
      list = addCheck (lib.types.listOf elemType) (value: value != [ ]);
    in
    list
    // {
      description = "non-empty ${optionDescriptionPhrase isNoun list}";
      emptyValue = { };
      substSubModules = modules: nonEmptyListOf (elemType.substSubModules modules);
    };

  # A set with values of a type, merged by name.
  attrsOf = elemType: attrsWith { inherit elemType; };
  # As `attrsOf`; whether a name is there does not depend on a condition.
  lazyAttrsOf =
    elemType:
    attrsWith {
      inherit elemType;
      lazy = true;
    };

  # The strict form evaluates every member's conditions to know which names there are; the lazy form keeps all names,
  # so that members may refer to each other, and gives the empty value where nothing defines one.
  attrsWith =
    {
      elemType,
      lazy ? false,
      placeholder ? "name",
    }:
    let
      check = coherentCheck isAttrs;
      only = member: member.optionalValue.value;
      orEmpty =
        member: member.optionalValue.value or elemType.emptyValue.value or member.mergedValue;
    in
    mkOptionType {
      name = if lazy then "lazyAttrsOf" else "attrsOf";
      description = "${if lazy then "lazy " else ""}attribute set of ${optionDescriptionPhrase isNounOrComposite elemType}";
      descriptionClass = "composite";
      inherit check;
      merge = mergeBy (
        { loc, defs }:
        let
          all = zipAttrsWith (name: mergeDefinitions (loc ++ [ name ]) elemType) (memberDefs defs);
          members = if lazy then all else filterAttrs (_: hasValue) all;
          valueOf = if lazy then orEmpty else only;
        in
        {
          headError = rejected check defs;
          value = mapAttrs (_: valueOf) members;
          valueMeta.attrs = mapAttrs (_: metaOf) members;
        }
      );
      emptyValue.value = { };
      getSubOptions = prefix: elemType.getSubOptions (prefix ++ [ "<${placeholder}>" ]);
      inherit (elemType) getSubModules;
      substSubModules =
        modules:
        attrsWith {
          elemType = elemType.substSubModules modules;
          inherit lazy placeholder;
        };
      functor = elemTypeFunctor "attrsWith" { inherit elemType lazy placeholder; } // {
        binOp = mergeAttrsWith;
      };
      nestedTypes.elemType = elemType;
    };

  mergeAttrsWith =
    left: right:
    let
      elemType = left.elemType.typeMerge right.elemType.functor;
      # A placeholder that somebody chose wins over the default one.
      placeholder =
        if left.placeholder == right.placeholder || right.placeholder == "name" then
          left.placeholder
        else if left.placeholder == "name" then
          right.placeholder
        else
          null;
    in
    if elemType == null || left.lazy != right.lazy || placeholder == null then
      null
    else
      {
        inherit elemType placeholder;
        inherit (left) lazy;
      };

  # Gone: attrsOf.
  loaOf =
    elemType:
    lib.types.attrsOf elemType
    // {
      name = "loaOf";
      deprecationMessage = "Mixing lists with attribute values is no longer possible; please use `types.attrsOf` instead. See https://github.com/NixOS/nixpkgs/issues/1800 for the motivation.";
      nestedTypes.elemType = elemType;
    };
}
