# The assertions that fail, each with its place.
{
  evaluated,
  # Of a project that does not evaluate (examination.nix); else null.
  examination,
}:
let
  inherit (builtins)
    concatMap
    filter
    isAttrs
    listToAttrs
    map
    unsafeGetAttrPos
    ;

  declared = evaluated.config.assertions or [ ];

  assertions = if examination == null then declared else examination.keptAssertions declared;

  # The merge loses positions; the definitions still have them.
  positions = listToAttrs (
    concatMap (
      definition:
      concatMap (
        assertion:
        if isAttrs assertion && assertion ? message then
          [
            {
              name = assertion.message;
              value = unsafeGetAttrPos "message" assertion;
            }
          ]
        else
          [ ]
      ) definition.value
    ) evaluated.options.assertions.definitionsWithLocations
  );
in
map (assertion: {
  inherit (assertion) message;
  position = positions.${assertion.message} or null;
}) (filter (assertion: !assertion.assertion) assertions)
