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

  # What a type says of a path inside its values: the option of a submodule, where there is one.
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
      in
      if below.option == null then
        null
      else if below.rest == [ ] then
        below.option
      else
        inside below.option.type below.rest
    else
      null;

  # The same option as the submodule at the path has it: with the definitions that the submodule itself makes, and its
  # default. Only newer libs keep the evaluations of submodules (`valueMeta`).
  evaluatedInside =
    meta: rest:
    if rest == [ ] then
      null
    else if meta ? attrs && meta.attrs ? ${toString (head rest)} then
      evaluatedInside meta.attrs.${toString (head rest)} (tail rest)
    else if meta ? list && isInt (head rest) && head rest < length meta.list then
      evaluatedInside (elemAt meta.list (head rest)) (tail rest)
    else if meta ? configuration then
      let
        below = find meta.configuration.options [ ] rest;
      in
      if below.option == null then
        null
      else if below.rest == [ ] then
        below.option
      else
        evaluatedInside (below.option.valueMeta or { }) below.rest
    else
      null;

  evaluatedFound = if withValues then tryEval (evaluatedInside (found.option.valueMeta or { }) found.rest) else { success = false; };
  evaluatedOption = if evaluatedFound.success then evaluatedFound.value else null;

  insideFound =
    if evaluatedOption != null then
      {
        success = true;
        value = evaluatedOption;
      }
    else
      tryEval (inside found.option.type found.rest);
  declared = if insideFound.success && insideFound.value != null then insideFound.value else found.option;

  declarations = map (
    position:
    if isAttrs position then
      position
    else
      {
        file = toString position;
        line = null;
        column = null;
      }
  ) (declared.declarationPositions or declared.declarations);

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
    isInside = insideFound.success && insideFound.value != null;
    hasDefault = declared ? default;
    hasApply = declared ? apply;
    # The option is read, not its definitions: nixpkgs keeps only those that win.
    priority = if found.option.isDefined then found.option.highestPrio else null;
    # Of the option in the submodule: what has another number has lost.
    insidePriority = if evaluatedOption == null then null else evaluatedOption.highestPrio;
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
      # nixpkgs hands out definitions of options without the priority that they had.
      priority = if at == length found.taken && item ? priority then found.option.highestPrio else item.priority or null;
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

  # What the submodule defines itself: the definitions of its option without those that come from outside, which are
  # told with their places.
  ownDefinitions =
    fromOutside:
    if evaluatedOption == null then
      [ ]
    else
      (builtins.foldl' withoutOne {
        outside = filter (other: other.wins) fromOutside;
        own = [ ];
      } evaluatedOption.definitionsWithLocations).own;

  withoutOne =
    left: one:
    let
      isSame =
        other:
        other.file == walk.fileName one.file && (!(other ? value) || other.value == walk.value 0 one.value);
      same = filter isSame left.outside;
    in
    if same == [ ] then
      left // { own = left.own ++ [ (ownDefinition one) ]; }
    else
      left // { outside = filter (other: other != head same) left.outside; };

  ownDefinition = one: {
    file = walk.fileName one.file;
    position = null;
    depth = length path;
    wins = true;
    condition = null;
    priority = evaluatedOption.highestPrio;
    order = null;
    isOwn = true;
  }
  // shown one;

  value =
    let
      follow =
        set: rest:
        if rest == [ ] then
          { value = walk.value 0 set; }
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
  // (
    let
      told = story (length found.taken) [ ] (map (definition: {
        inherit (definition) file value;
      }) found.option.definitionsWithLocations) found.rest;
    in
    told // { definitions = told.definitions ++ ownDefinitions told.definitions; }
  )
