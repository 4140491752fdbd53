# What a type is made of, and the functions to make one.
{ lib }:
let
  inherit (import ./checked-merge.nix { inherit lib; })
    coherentCheck
    mergeBy
    mergeCoherently
    rejected
    ;
in
rec {
  # Whether a value has this `_type`.
  isType = tag: value: value._type or "" == tag;
  # A set with this `_type`.
  setType = tag: value: value // { _type = tag; };
  # Whether a value is a type.
  isOptionType = isType "option-type";

  # Whether two declarations of an option agree on a type: null if not, else the merged type.
  defaultTypeMerge =
    left: right:
    if left.name != right.name then
      null
    else
      assert (left.payload == null) == (right.payload == null);
      if left.payload == null then
        left.type
      else
        let
          payload = left.binOp left.payload right.payload;
        in
        if payload == null then null else left.type payload;

  # The functor of a type that has nothing to say.
  defaultFunctor = name: {
    inherit name;
    type = lib.types.${name} or null;
    payload = null;
    binOp = _left: _right: null;
  };

  # `check` sees the outermost value only, so that nested values stay lazy; `merge loc defs` checks what is inside.
  # `emptyValue` is `{ value = …; }` for a type that has a value without any definition.
  mkOptionType =
    {
      name,
      check ? _: true,
      deprecationMessage ? null,
      description ? null,
      descriptionClass ? null,
      emptyValue ? { },
      functor ? defaultFunctor name,
      getSubModules ? null,
      getSubOptions ? _prefix: { },
      merge ? lib.options.mergeDefaultOption,
      nestedTypes ? { },
      substSubModules ? _modules: null,
      typeMerge ? defaultTypeMerge functor,
    }:
    {
      _type = "option-type";
      description = if description == null then name else description;
      inherit
        name
        check
        deprecationMessage
        descriptionClass
        emptyValue
        functor
        getSubModules
        getSubOptions
        merge
        nestedTypes
        substSubModules
        typeMerge
        ;
    };

  # Of two types as they are, not of an option's declarations.
  mergeTypes =
    left: right:
    let
      merged = left.typeMerge right.functor;
    in
    assert isOptionType left && isOptionType right;
    if merged == null then setType "merge-error" { error = "Cannot merge types"; } else merged;

  # The description inside a longer one, in parentheses unless its class reads well there.
  optionDescriptionPhrase =
    readsWell: type:
    if readsWell (type.descriptionClass or null) then type.description else "(${type.description})";

  # The type with one more condition on each definition.
  addCheck =
    type: check:
    let
      both = value: type.check value && check value;
      checkedMerge =
        { loc, defs }@args:
        let
          merged = mergeCoherently type args;
        in
        merged
        // {
          headError = if merged.headError == null then rejected check defs else merged.headError;
        };
    in
    type
    // (
      if type.merge ? v2 then
        {
          check = coherentCheck both;
          merge = mergeBy checkedMerge;
        }
      else
        { check = both; }
    );
}
