# What is known of one path: the option that declares it, and the definitions that were looked at on the way there.
# Walks one path only and forces nothing beside it, so that it answers where the project as a whole does not evaluate.
#
# Values may fail where nothing else does: those of the definitions are left out unless `withValues`, that of the whole
# unless `withResult`.
{
  lib,
  evaluated,
  emitted,
  foreign,
  walk,
}:
{
  path,
  withResult,
  withValues,
}:
let
  inherit (builtins)
    attrNames
    concatMap
    elem
    elemAt
    filter
    head
    isAttrs
    isInt
    isList
    isString
    length
    map
    sort
    tail
    tryEval
    unsafeGetAttrPos
    ;

  inherit (walk) best flatten isPlainSet;

  # The option is the longest beginning of the path that is one.
  find =
    options: taken: rest:
    if lib.isOption options then
      {
        option = options;
        inherit taken rest;
      }
    else if rest != [ ] && options ? ${toString (head rest)} then
      find options.${toString (head rest)} (taken ++ [ (head rest) ]) (tail rest)
    else
      {
        option = null;
        inherit taken rest;
        names = filter (name: name != "_module") (attrNames options);
      };

  found = find evaluated.options [ ] path;

  # What a type says of a path inside its values: the innermost option of a submodule, where there is one, and how much of
  # the path is left behind it.
  inside =
    type: rest:
    if rest == [ ] then
      null
    else if elem type.name [ "attrsOf" "lazyAttrsOf" "listOf" ] then
      inside type.nestedTypes.elemType (tail rest)
    else if type.name == "nullOr" then
      inside type.nestedTypes.elemType rest
    else if type.name == "submodule" then
      let
        below = find (removeAttrs (type.getSubOptions [ ]) [ "_freeformOptions" ]) [ ] rest;
        deeper = inside below.option.type below.rest;
      in
      if below.option == null then
        null
      else if deeper != null then
        deeper
      else
        { inherit (below) option rest; }
    else
      null;

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

  moduleDefinitions = import ./module-definitions.nix { inherit lib place; };

  # The way down, through submodules as far as the path goes. `given`: how many definitions the submodule has got from
  # outside. `isOwn` says of a definition that it is the submodule's.
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

  way = wayDown {
    configuration = evaluated;
    given = 0;
    at = 0;
    inherit path;
    isInside = false;
  };

  insideFound =
    if way.isInside && way.option != null then
      {
        success = true;
        value = {
          inherit (way) option;
          rest = way.behind;
        };
      }
    else
      tryEval (inside found.option.type found.rest);
  isInside = insideFound.success && insideFound.value != null;
  declared = if isInside then insideFound.value.option else found.option;

  # A function of the lib may have made the option (mkRenamedOptionModule): then the file is known, and no line.
  declarations =
    let
      positions = declared.declarationPositions or [ ];
      ofFile = file: {
        file = toString file;
        line = null;
        column = null;
      };
      known =
        index: file:
        let
          position = elemAt positions index;
        in
        if index < length positions && isAttrs position && !(isForeign position.file) then position else ofFile file;
    in
    builtins.genList (index: known index (elemAt declared.declarations index)) (length declared.declarations);

  textOf = value: if isAttrs value && value ? text then value.text else value;

  default =
    let
      given =
        if declared ? defaultText then
          textOf declared.defaultText
        else if declared ? default then
          lib.generators.toPretty { } declared.default
        else
          null;
      tried = tryEval (builtins.deepSeq given given);
    in
    if tried.success then tried.value else null;

  described = {
    name = found.taken;
    inherit declarations default;
    type = declared.type.description or null;
    description = textOf (declared.description or null);
    isEmitted = elem (head found.taken) emitted;
    # Of a submodule inside the option: it has no name of its own.
    inherit isInside;
    # How much of the path is behind the option.
    behind = length (if isInside then insideFound.value.rest else found.rest);
    hasDefault = declared ? default;
    hasApply = declared ? apply;
  };

  isForeign =
    file: builtins.any (folder: builtins.substring 0 (builtins.stringLength folder + 1) file == "${folder}/") foreign;

  place =
    item: name:
    let
      known = unsafeGetAttrPos name item.value;
    in
    if known == null || isForeign known.file then item.position or null else known;

  orderOf = item: item.order.order or 1000;

  ranked =
    list:
    let
      flat = flatten list;
      least = best flat;
      wins = item: item ? priority && item.priority == least;
    in
    {
      inherit flat wins;
      winners = sort (a: b: orderOf a < orderOf b) (filter wins flat);
    };

  hasValue = element: (ranked [ element ]).winners != [ ];

  told =
    wins: at: item:
    {
      file = walk.fileName item.file;
      position = item.position or null;
      depth = at;
      wins = wins item;
      condition = item.entry.condition or null;
      priority = item.priority or null;
      isOwn = item.isOwn or false;
      isDefault = item.isDefault or false;
      order = item.order.order or null;
    }
    // (if wins item then shown item else { });

  shown =
    item:
    let
      value = tryEval (builtins.deepSeq (walk.value 0 item.value) (walk.value 0 item.value));
    in
    if isPlainSet item then
      { members = attrNames (walk.plain item.value); }
    else if withValues && value.success then
      { inherit (value) value; }
    else
      { };

  # One step down, keeping what was beaten or has a false condition on the way.
  story =
    at: lost: list: rest:
    let
      here = ranked list;
      step = head rest;
      toldHere = told here.wins at;
      lostHere = lost ++ map toldHere (filter (item: !(here.wins item)) here.flat);
      members = filter (item: isPlainSet item && item.value ? ${step}) here.winners;
      elements = filter hasValue (
        concatMap (
          item: if isList item.value then map (value: item // { inherit value; }) item.value else [ ]
        ) here.winners
      );
      next =
        if isInt step then
          if step < length elements then [ (elemAt elements step) ] else [ ]
        else
          map (item: {
            inherit (item) file;
            isOwn = item.isOwn or false;
            isDefault = item.isDefault or false;
            value = item.value.${step};
            position = place item step;
          }) members;
      names = attrNames (
        builtins.foldl' (all: item: if isPlainSet item then all // walk.plain item.value else all) { } here.winners
      );
    in
    if rest == [ ] then
      {
        definitions = map toldHere here.flat;
        inherit lost;
        missing = null;
      }
    else if next == [ ] then
      {
        definitions = [ ];
        lost = lostHere;
        missing = {
          depth = at;
          inherit names;
          elements = if builtins.any (item: isList item.value) here.winners then length elements else null;
        };
      }
    else
      story (at + 1) lostHere next (tail rest);

  value =
    let
      follow =
        set: rest:
        if rest == [ ] then
          # A function with its arguments, as the type functionTo makes it.
          { value = if isAttrs set && set ? __functor && set ? __functionArgs then { _type = "function"; } else walk.value 0 set; }
        else if isAttrs set && isString (head rest) && set ? ${head rest} then
          follow set.${head rest} (tail rest)
        else if isList set && isInt (head rest) && head rest < length set then
          follow (elemAt set (head rest)) (tail rest)
        else
          { };
    in
    follow evaluated.config path;
in
if found.option == null then
  {
    option = null;
    inherit (found) taken names;
  }
else
  {
    option = described;
    final = if withResult then value else { };
  }
  // {
    inherit (way) definitions lost missing;
  }
