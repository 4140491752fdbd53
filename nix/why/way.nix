# The way down, through submodules as far as the path goes.
{
  evaluated,
  find,
  lib,
  path,
  place,
  story,
  withValues,
  ...
}:
let
  inherit (builtins)
    elemAt
    filter
    head
    isInt
    length
    map
    tail
    tryEval
    ;

  moduleDefinitions = import ./module-definitions.nix { inherit lib place; };

  # The evaluation of the next submodule on the way down an option's value, and what is left of the path there. Only newer
  # libs keep the evaluations of submodules (`valueMeta`).
  nextEvaluation =
    meta: steps: rest:
    if meta ? configuration then
      if rest == [ ] then null else { inherit (meta) configuration; inherit steps rest; }
    else if rest == [ ] then
      null
    else if meta ? attrs && meta.attrs ? ${toString (head rest)} then
      nextEvaluation meta.attrs.${toString (head rest)} (steps ++ [ (head rest) ]) (tail rest)
    else if meta ? list && isInt (head rest) && head rest < length meta.list then
      nextEvaluation (elemAt meta.list (head rest)) (steps ++ [ (head rest) ]) (tail rest)
    else
      null;

  # `given`: how many definitions the submodule has got from outside. `isOwn` says of a definition that it is the
  # submodule's.
  wayDown =
    {
      configuration,
      given,
      at,
      path,
      isInside,
    }:
    let
      here = find configuration.options [ ] path;
      # A freeform type takes what no option declares.
      isFree = here.option == null && (tryEval (configuration._module.freeformType or null != null)).value;
      taken = if isFree then [ (head path) ] else here.taken;
      rest = if isFree then tail path else here.rest;
      depth = at + length taken;

      modulesSay = moduleDefinitions configuration given taken;
      definitions =
        (
          if modulesSay != null then
            modulesSay
          else if isFree then
            [ ]
          else
            map (definition: {
              inherit (definition) file value;
            }) here.option.definitionsWithLocations
        )
        ++ defaultOf;
      # The module system takes it in where nothing else is defined.
      isDefault = !isFree && here.option ? default && here.option.isDefined && here.option.highestPrio == 1500;
      defaultOf =
        if modulesSay != null && isDefault then
          [
            {
              file = head (here.option.declarations ++ [ "" ]);
              value = {
                _type = "override";
                priority = 1500;
                content = here.option.default;
              };
              isDefault = true;
            }
          ]
        else
          [ ];
      mine = map (definition: definition // { isOwn = isInside && definition.isOwn or false; }) definitions;

      entered = if withValues && !isFree then tryEval (nextEvaluation (here.option.valueMeta or { }) [ ] rest) else { success = false; };
      next = if entered.success then entered.value else null;
      entry = story depth [ ] mine next.steps;
      below = wayDown {
        inherit (next) configuration;
        given = length (filter (definition: definition.wins) entry.definitions);
        at = depth + length next.steps;
        path = next.rest;
        isInside = true;
      };
    in
    if here.option == null && !isFree then
      null
    else if next != null && below != null then
      below
      // {
        lost = entry.lost ++ filter (definition: !definition.wins) entry.definitions ++ below.lost;
      }
    else
      story depth [ ] mine rest
      // {
        inherit isInside;
        option = if isFree then null else here.option;
        behind = rest;
      };
in
{
  way = wayDown {
    configuration = evaluated;
    given = 0;
    at = 0;
    inherit path;
    isInside = false;
  };
}
