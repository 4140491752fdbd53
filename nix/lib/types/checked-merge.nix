# nixpkgs' second form of a type's merge, `merge.v2`: it takes `{ loc, defs }`, checks and merges in one go, and gives
# `{ headError, value, valueMeta }`, where `headError` is null or `{ message }`. `merge loc defs` still works through
# the functor. A type whose check was replaced with `//` would no longer be checked by it, which is an error.
{ lib }:
let
  inherit (builtins) all filter;
  inherit (lib.options) showDefs showOption;
in
rec {
  # A check that belongs to its type's `merge.v2`.
  coherentCheck = check: {
    __functor = _self: check;
    isV2MergeCoherent = true;
  };

  mergeBy = v2: {
    __functor =
      self: loc: defs:
      (self.v2 { inherit loc defs; }).value;
    inherit v2;
  };

  # null, or the error of the definitions that fail the check.
  rejected =
    check: defs:
    if all (def: check def.value) defs then
      null
    else
      { message = "Definition values: ${showDefs (filter (def: !check def.value) defs)}"; };

  # The type's own `merge.v2`, provided that its check wasn't replaced.
  mergeCoherently =
    type: args:
    if type.check.isV2MergeCoherent or false then
      type.merge.v2 args
    else
      throw ''
        The option `${showOption args.loc}' has a type `${type.description}' that uses
        an ad-hoc `type // { check = ...; }' override, which is incompatible with
        the v2 merge mechanism.

        Please use `lib.types.addCheck` instead of `type // { check }' to add
        custom validation. For example:

          lib.types.addCheck baseType (value: /* your check */)

        instead of:

          baseType // { check = value: /* your check */; }
      '';

  # Either form of merge, as the second.
  mergeAny =
    type:
    { loc, defs }@args:
    if type.merge ? v2 then
      mergeCoherently type args
    else
      {
        headError = rejected type.check defs;
        value = type.merge loc defs;
        valueMeta = { };
      };

  # The functor of a type that wraps `elemType`: two of them merge when the wrapped types do.
  elemTypeFunctor = name: payload: {
    inherit name payload;
    type = lib.types.${name};
    binOp =
      left: right:
      let
        elemType = left.elemType.typeMerge right.elemType.functor;
      in
      if elemType == null then null else { inherit elemType; };
  };

  # Which descriptions need no parentheses inside another one.
  isNoun = class: class == "noun";
  isNounOrComposite = class: class == "noun" || class == "composite";
  isNounOrConjunction = class: class == "noun" || class == "conjunction";
}
