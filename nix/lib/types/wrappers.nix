# Types around another type: null as well, one definition only, a converted value, a function's result.
{ lib }:
let
  inherit (builtins)
    all
    filter
    length
    zipAttrsWith
    ;
  inherit (lib.modules) mergeDefinitions;
  inherit (lib.options)
    getFiles
    mergeUniqueOption
    showFiles
    showOption
    ;
  inherit (lib.types) defaultFunctor mkOptionType optionDescriptionPhrase;
  inherit (import ./checked-merge.nix { inherit lib; })
    coherentCheck
    elemTypeFunctor
    isNoun
    isNounOrComposite
    isNounOrConjunction
    mergeBy
    mergeCoherently
    rejected
    ;

  # What documentation and nested declarations see through the wrapper.
  seeThrough = wrap: type: {
    inherit (type) getSubOptions getSubModules;
    substSubModules = modules: wrap (type.substSubModules modules);
  };
in
rec {
  # One definition only.
  uniq = unique { message = ""; };

  # As `uniq` with a message.
  unique =
    { message }:
    type:
    mkOptionType (
      {
        name = "unique";
        inherit (type)
          check
          description
          descriptionClass
          emptyValue
          ;
        merge = mergeUniqueOption {
          inherit message;
          inherit (type) merge;
        };
        functor = elemTypeFunctor "unique" { elemType = type; } // {
          type = payload: lib.types.unique { inherit message; } payload.elemType;
        };
        nestedTypes.elemType = type;
      }
      // seeThrough uniq type
    );

  # All definitions are null, or none is.
  nullOr =
    elemType:
    mkOptionType (
      {
        name = "nullOr";
        description = "null or ${optionDescriptionPhrase isNounOrConjunction elemType}";
        descriptionClass = "conjunction";
        check = value: value == null || elemType.check value;
        merge =
          loc: defs:
          let
            nulls = length (filter (def: def.value == null) defs);
          in
          if nulls == 0 then
            elemType.merge loc defs
          else if nulls == length defs then
            null
          else
            throw "The option `${showOption loc}` is defined both null and not null, in ${showFiles (getFiles defs)}.";
        emptyValue.value = null;
        functor = elemTypeFunctor "nullOr" { inherit elemType; } // {
          type = payload: lib.types.nullOr payload.elemType;
        };
        nestedTypes.elemType = elemType;
      }
      // seeThrough nullOr elemType
    );

  # The merged value is a function that merges what the definitions return.
  functionTo =
    elemType:
    mkOptionType {
      name = "functionTo";
      description = "function that evaluates to a(n) ${optionDescriptionPhrase isNounOrComposite elemType}";
      descriptionClass = "composite";
      check = lib.trivial.isFunction;
      merge = loc: defs: {
        # A formal is optional only if every definition can do without it.
        __functionArgs = zipAttrsWith (_: all (optional: optional)) (
          map (def: lib.trivial.functionArgs def.value) defs
        );
        __functor =
          _self: argument:
          (mergeDefinitions (loc ++ [ "<function body>" ]) elemType (
            map (def: {
              inherit (def) file;
              value = def.value argument;
            }) defs
          )).mergedValue;
      };
      getSubOptions = prefix: elemType.getSubOptions (prefix ++ [ "<function body>" ]);
      inherit (elemType) getSubModules;
      substSubModules = modules: functionTo (elemType.substSubModules modules);
      functor = elemTypeFunctor "functionTo" { inherit elemType; } // {
        type = payload: lib.types.functionTo payload.elemType;
      };
      nestedTypes.elemType = elemType;
    };

  # Definitions of the first type are converted before the second type merges them.
  coercedTo =
    coercedType: coerce: finalType:
    assert lib.asserts.assertMsg (coercedType.getSubModules == null)
      "coercedTo: coercedType must not have submodules (it’s a ${coercedType.description})";
    let
      check = coherentCheck (
        value: (coercedType.check value && finalType.check (coerce value)) || finalType.check value
      );
      isCoercible =
        loc: def:
        if coercedType.merge ? v2 then
          (mergeCoherently coercedType {
            inherit loc;
            defs = [ def ];
          }).headError == null
        else
          coercedType.check def.value;
    in
    mkOptionType (
      {
        name = "coercedTo";
        description = "${optionDescriptionPhrase isNoun finalType} or ${optionDescriptionPhrase isNoun coercedType} convertible to it";
        inherit check;
        merge = mergeBy (
          { loc, defs }:
          let
            converted = map (
              def: def // { value = if isCoercible loc def then coerce def.value else def.value; }
            ) defs;
          in
          if finalType.merge ? v2 then
            mergeCoherently finalType {
              inherit loc;
              defs = converted;
            }
          else
            {
              headError = rejected check defs;
              value = finalType.merge loc converted;
              valueMeta = { };
            }
        );
        inherit (finalType) emptyValue;
        # Two conversions can't be compared, so two declarations don't merge.
        typeMerge = _: null;
        functor = defaultFunctor "coercedTo";
        nestedTypes = { inherit coercedType finalType; };
      }
      // seeThrough (coercedTo coercedType coerce) finalType
    );
}
