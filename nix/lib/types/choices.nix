# One of several: values of an enumeration, one type or another.
{ lib }:
let
  inherit (builtins)
    concatStringsSep
    elem
    elemAt
    foldl'
    head
    isBool
    isInt
    isString
    length
    tail
    typeOf
    ;
  inherit (lib.options)
    mergeEqualOption
    mergeOneOption
    showDefs
    showOption
    ;
  inherit (lib.types)
    attrsOf
    bool
    defaultFunctor
    float
    int
    listOf
    mkOptionType
    nullOr
    optionDescriptionPhrase
    path
    str
    ;
  inherit (import ./checked-merge.nix { inherit lib; })
    coherentCheck
    elemTypeFunctor
    isNounOrComposite
    isNounOrConjunction
    mergeAny
    mergeBy
    ;

  showChoice =
    value:
    if isString value then
      ''"${value}"''
    else if isInt value then
      toString value
    else if isBool value then
      lib.trivial.boolToString value
    else
      "<${typeOf value}>";

  describeEither =
    left: right:
    # A clause that runs on needs a comma, not parentheses, before the "or".
    if left.descriptionClass or null == "nonRestrictiveClause" then
      "${left.description}, or ${optionDescriptionPhrase isNounOrConjunction right}"
    else
      "${optionDescriptionPhrase isNounOrConjunction left} or ${
        optionDescriptionPhrase (class: isNounOrComposite class || class == "conjunction") right
      }";
in
rec {
  # Several declarations of one option add up their values.
  enum =
    values:
    mkOptionType {
      name = "enum";
      description =
        if values == [ ] then
          "impossible (empty enum)"
        else if length values == 1 then
          "value ${showChoice (head values)} (singular enum)"
        else
          "one of ${concatStringsSep ", " (map showChoice values)}";
      descriptionClass = if length values < 2 then "noun" else "conjunction";
      check = value: elem value values;
      merge = mergeEqualOption;
      functor = defaultFunctor "enum" // {
        type = payload: lib.types.enum payload.values;
        payload = { inherit values; };
        binOp = left: right: { values = lib.lists.unique (left.values ++ right.values); };
      };
    };

  # The first type that takes all definitions merges them.
  either =
    left: right:
    let
      functor = elemTypeFunctor "either" {
        elemType = [
          left
          right
        ];
      };
      mergeEither =
        { loc, defs }@args:
        let
          fromLeft = mergeAny left args;
          fromRight = mergeAny right args;
          headError.message = "The option `${showOption loc}` is neither a value of type `${left.description}` nor `${right.description}`, Definition values: ${showDefs defs}";
        in
        if fromLeft.headError == null then
          fromLeft
        else if fromRight.headError == null then
          fromRight
        else
          {
            inherit headError;
            valueMeta = { inherit headError; };
            # Only a freeform type comes here without the error being thrown first.
            value = lib.trivial.warn ''
              One or more definitions did not pass the type-check of the 'either' type.
              ${headError.message}
              If `either`, `oneOf` or similar is used in freeformType, ensure that it is preceded by an 'attrsOf' such as: `freeformType = types.attrsOf (types.either t1 t2)`.
              Otherwise consider using the correct type for the option `${showOption loc}`.  This will be an error in Nixpkgs 26.05.
            '' (mergeOneOption loc defs);
          };
    in
    mkOptionType {
      name = "either";
      description = describeEither left right;
      descriptionClass = "conjunction";
      check = coherentCheck (value: left.check value || right.check value);
      merge = mergeBy mergeEither;
      typeMerge =
        other:
        let
          mergeSide = n: type: type.typeMerge (elemAt other.payload.elemType n).functor;
          mergedLeft = mergeSide 0 left;
          mergedRight = mergeSide 1 right;
        in
        if other.name == "either" && mergedLeft != null && mergedRight != null then
          functor.type mergedLeft mergedRight
        else
          null;
      inherit functor;
      nestedTypes = { inherit left right; };
    };

  # A value of one of several types.
  oneOf =
    types:
    if types == [ ] then
      throw "types.oneOf needs to get at least one type in its argument"
    else
      foldl' either (head types) (tail types);

  # Values that a data format can hold, nested to any depth.
  serializableValueWith =
    {
      typeName,
      nullable ? true,
    }:
    let
      scalarOrNested = oneOf [
        bool
        int
        float
        str
        path
        (attrsOf value)
        (listOf value)
      ];
      value = (if nullable then nullOr scalarOrNested else scalarOrNested) // {
        description = "${typeName} value";
      };
    in
    value;
  # Any value that JSON has.
  json = serializableValueWith { typeName = "JSON"; };
  # Any value that TOML has.
  toml = serializableValueWith {
    typeName = "TOML";
    nullable = false;
  };
}
