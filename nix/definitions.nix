# From raw definitions to the definitions document (src/modules/definitions.ts says what it looks like).
#
# Why Nix ranks: only what wins may be forced. A definition that another one beats, or whose condition is false, may
# hold a throw, an endless loop or an import that isn't there; nixpkgs never looks at it. So at each path all definitions
# are looked at together, and what does not count goes out without its value. Everything else (order, conflicts, types,
# nulls, the merge itself) is TypeScript's.
#
# Rules taken from nixpkgs lib/modules.nix: dischargeProperties, filterOverrides', sortProperties.
#
# `isPlain` says of a value that it stands for itself, deeply; the embedded evaluator has one that is fast. False is
# always a right answer.
{
  isPlain ? null,
  definitionsOf ? null,
}:
let
  inherit (builtins)
    all
    any
    attrNames
    attrValues
    concatMap
    elem
    elemAt
    filter
    foldl'
    genList
    getContext
    hasContext
    head
    intersectAttrs
    isAttrs
    isBool
    isFloat
    isFunction
    isInt
    isList
    isPath
    isString
    length
    lessThan
    listToAttrs
    map
    mapAttrs
    removeAttrs
    sort
    tail
    unsafeDiscardStringContext
    unsafeGetAttrPos
    zipAttrsWith
    ;

  properties = {
    "if" = null;
    definition = null;
    merge = null;
    order = null;
    override = null;
  };

  isProperty = set: isString set._type && properties ? ${set._type};

  tagOf = value: if isAttrs value && value ? _type && isProperty value then value._type else null;

  # A set that stands for itself, and has nothing that `plain` takes out or that whoever prints it looks for.
  isBareSet =
    content:
    isAttrs content
    && !(
      content ? _type
      || content ? outPath
      || content ? __functor
      || content ? __toString
      || content ? _module
      || content ? _ref
    );

  isPlainValue = content: isAttrs content && !(content ? outPath) && !(content ? _type && isProperty content);

  # What terranix never prints: functors of references and the module system's own member.
  plain =
    set:
    if set ? __functor || set ? _module || set ? _ref then
      removeAttrs set [
        "__functor"
        "_module"
        "_ref"
      ]
    else
      set;

  largest = 9007199254740991;

  integer =
    number:
    if number > largest || number < -largest then
      {
        _type = "int";
        value = toString number;
      }
    else
      number;

  # mantissa × 2^exponent, exactly: scaling by two never rounds, and every float is an integer after enough of it.
  float =
    number:
    let
      grow = mantissa: exponent: if mantissa == 1.0 * builtins.floor mantissa then pair mantissa exponent else grow (mantissa * 2.0) (exponent - 1);
      shrink = mantissa: exponent: if mantissa < 9007199254740992.0 && mantissa > -9007199254740992.0 then grow mantissa exponent else shrink (mantissa / 2.0) (exponent + 1);
      pair = mantissa: exponent: {
        _type = "float";
        mantissa = builtins.floor mantissa;
        inherit exponent;
      };
    in
    shrink number 0;

  text =
    string:
    if hasContext string then
      {
        _type = "string";
        value = unsafeDiscardStringContext string;
        context = getContext string;
      }
    else
      string;

  # The value of the only definition at a path.
  value = file: memberOf file null;

  # The same as a function of name and value, for mapAttrs.
  memberOf =
    file:
    let
      member =
        _: content:
        if isString content then
          if hasContext content then text content else content
        else if isAttrs content then
          # Before `_type`, which the input of a flake has as well.
          if content ? outPath then
            text "${content.outPath}"
          else if content ? _type then
            if isProperty content then
              among nowhere [ file ] [ content ]
            else
              {
                _type = "set";
                value = mapAttrs member (plain content);
              }
          else
            mapAttrs member (plain content)
        else if isList content then
          map (member null) content
        else if isInt content then
          integer content
        else if isFloat content then
          float content
        else if isPath content then
          text "${content}"
        else if isFunction content then
          { _type = "function"; }
        else
          content;
    in
    member;

  # Whether a value stands for itself, where an error in it may be told as it is.
  isPlainHere =
    if isPlain != null then
      isPlain
    else
      content:
      if isString content then
        !(hasContext content)
      else if isAttrs content then
        isBareSet content && all isPlainHere (attrValues content)
      else if isInt content then
        # Neither beyond a double.
        content / 9007199254740992 == 0
      else if isList content then
        all isPlainHere content
      else
        isBool content || content == null;

  # The same where it is Nix that must meet the error, to say where it was.
  isPlainAnywhere = if isPlain != null then isPlain else _: false;

  # mkMerge and mkIf dissolved: a flat list of what stands under them.
  discharge =
    definition: under:
    let
      content = definition.value;
      tag = tagOf content;
    in
    if tag == null then
      [ (definition // (if under == { } then unranked else unranked // { entry = under; })) ]
    else if tag == "override" || tag == "order" then
      [ (rank definition under) ]
    else if tag == "merge" then
      concatMap (part: discharge (definition // { value = part; }) under) content.contents
    else if tag == "if" then
      if !isBool content.condition then
        throw "‘mkIf’ called with a non-Boolean condition"
      else if content.condition then
        discharge (definition // { value = content.content; }) { condition = true; }
      else
        [
          (
            removeAttrs definition [
              "value"
              "priority"
              "order"
            ]
            // {
              position = definition.position or null;
              isBare = false;
              entry.condition = false;
            }
          )
        ]
    else
      [ (rank (definition // { inherit (content) file value; }) under) ];

  # Most definitions carry no property: they share what is said of them.
  unranked = {
    priority = 100;
    entry = { };
    order = { };
    isBare = true;
  };

  rank =
    definition: under:
    if tagOf definition.value == null then
      definition // unranked // { entry = under; }
    else
      let
        overridden = tagOf definition.value == "override";
        content = if overridden then definition.value.content else definition.value;
        ordered = tagOf content == "order";
      in
      definition
      // {
        isBare = false;
        priority = if overridden then definition.value.priority else 100;
        entry = if overridden then under // { inherit (definition.value) priority; } else under;
        # Lazy: what is beaten is never looked into.
        order = if ordered then { order = content.priority; } else { };
        value = if ordered then content.content else content;
      };

  flatten = definitions: concatMap (definition: discharge definition { }) definitions;

  best =
    flat: foldl' (least: item: if item ? priority && item.priority < least then item.priority else least) 1000000000 flat;

  isPlainSet = item: isPlainValue item.value;

  # A property where nixpkgs does not look for one (mkForce (mkIf …)) would be merged as an ordinary set.
  leaf =
    file: content:
    if isString content then
      text content
    else if isBool content || isPlainHere content then
      content
    else if tagOf content != null then
      {
        _type = "property";
        property = content._type;
      }
    else
      value file content;

  # A failure is told of which definition it was in, down to the label (option, type, label); below that a position costs
  # more than it says. The innermost is forced whole there and then: the printer would force it later, outside of this.
  nowhere = {
    depth = 0;
  };
  root = files: name: {
    depth = 2;
    path = name;
    inherit files;
  };
  below =
    at: name:
    at
    // {
      depth = at.depth - 1;
      path = "${at.path}.${name}";
    };

  whole = result: builtins.deepSeq result result;

  told =
    at: name: file: result:
    builtins.addErrorContext "while evaluating the definition of `${at.path}.${name}' in `${
      if isInt file then elemAt at.files file else file.file
    }':" result;

  valueBelow =
    at: file: content:
    if isPlainAnywhere content then
      content
    else if at.depth == 0 || !isAttrs content || content ? outPath || content ? _type then
      if isPlainHere content then content else whole (value file content)
    else
      mapAttrs (name: member: told at name file (valueBelow (below at name) file member)) (plain content);

  definitions =
    at: list:
    let
      files = map (definition: definition.file) list;
      values = map (definition: definition.value) list;
      # Where everything is told, Nix has to do it.
      made = if definitionsOf == null || at.depth > 2 then null else definitionsOf files values;
    in
    if made == null then among at files values else made;

  # All definitions at a path, as two lists of one length. Plain sets alone, and values that are overridden or not, are
  # nearly all that projects have: they are told apart here at little cost, the rest in `ranked`.
  among =
    at: files: values:
    if at.depth == 0 then
      amongBelow files values
    else if all isPlainValue values then
      members at files files (map plain values)
    else
      amongSome at files values;

  # As `among` where no place is told: what there is one of for each label of a large project. One, two and three
  # definitions have code of their own, because calls are what takes the time here.
  amongBelow =
    files: values:
    let
      count = length values;
    in
    if count == 2 then
      two files (head values) (elemAt values 1)
    else if count == 3 then
      three files values
    else if count == 1 then
      lone (head files) (head values)
    else if all isBareSet values then
      members nowhere files files values
    else
      amongSome nowhere files values;

  two =
    files: first: second:
    if isBareSet first && isBareSet second then
      let
        common = intersectAttrs first second;
        names = attrNames common;
        own = removeAttrs first names;
        rest = removeAttrs second names;
        alone = if rest == { } then own else own // rest;
        plainAlone =
          if isPlainHere alone then
            alone
          else
            ownMembers (head files) own // ownMembers (elemAt files 1) rest;
        members =
          if common == { } then
            plainAlone
          else
            plainAlone // mapAttrs (name: value: two files first.${name} value) common;
      in
      if rest == { } then
        {
          _type = "definitions";
          of = files;
          inherit members;
        }
      else
        {
          _type = "definitions";
          of = files;
          inherit members;
          rest = [ (attrNames rest) ];
        }
    else
      rivals files first second;

  three =
    files: values:
    let
      first = head values;
      second = elemAt values 1;
      third = elemAt values 2;
    in
    if isBareSet first && isBareSet second && isBareSet third then
      let
        common = intersectAttrs first second // intersectAttrs first third // intersectAttrs second third;
        names = attrNames common;
        own = removeAttrs first names;
        rest = removeAttrs second names;
        last = removeAttrs third names;
        alone = own // rest // last;
        plainAlone =
          if isPlainHere alone then
            alone
          else
            ownMembers (head files) own // ownMembers (elemAt files 1) rest // ownMembers (elemAt files 2) last;
        members = if common == { } then plainAlone else plainAlone // mapAttrs shared common;
        shared =
          name: _:
          if !(first ? ${name}) then
            two (tail files) second.${name} third.${name}
          else if !(third ? ${name}) then
            two [ (head files) (elemAt files 1) ] first.${name} second.${name}
          else if second ? ${name} then
            three files [
              first.${name}
              second.${name}
              third.${name}
            ]
          else
            two [ (head files) (elemAt files 2) ] first.${name} third.${name};
      in
      if rest == { } && last == { } then
        {
          _type = "definitions";
          of = files;
          inherit members;
        }
      else
        {
          _type = "definitions";
          of = files;
          inherit members;
          rest = [
            (attrNames rest)
            (attrNames last)
          ];
        }
    else
      threeRivals files values first second third;

  # One definition that is no bare set.
  lone =
    entry: content:
    let
      priority = simplePriority content;
    in
    if priority == null || priority == 100 || isAttrs content.content then
      amongSome nowhere [ entry ] [ content ]
    else
      {
        _type = "definitions";
        of = [ (winner entry priority content.content) ];
      };

  # Members that one definition alone has.
  ownMembers = file: own: if isPlainHere own then own else mapAttrs (memberOf file) own;

  # Two definitions, of which one at least is no bare set.
  rivals =
    files: first: second:
    let
      priority = simplePriority first;
      other = simplePriority second;
      content = if priority == 100 then first else first.content;
      otherContent = if other == 100 then second else second.content;
      entry = head files;
      otherEntry = elemAt files 1;
    in
    if priority == null || other == null then
      ranked nowhere (flatten (pairs files [ first second ]))
    else if priority < other then
      if isAttrs content then
        amongSome nowhere files [ first second ]
      else
        {
          _type = "definitions";
          of = [
            (winner entry priority content)
            (if other == 100 then otherEntry else bare otherEntry other)
          ];
        }
    else if isAttrs otherContent || priority == other && isAttrs content then
      amongSome nowhere files [ first second ]
    else
      {
        _type = "definitions";
        of = [
          (
            if priority == other then
              winner entry priority content
            else if priority == 100 then
              entry
            else
              bare entry priority
          )
          (winner otherEntry other otherContent)
        ];
      };

  threeRivals =
    files: values: first: second: third:
    let
      a = simplePriority first;
      b = simplePriority second;
      c = simplePriority third;
      lower = if a < b then a else b;
      least = if lower < c then lower else c;
      judged =
        entry: priority: value:
        if priority != least then
          if priority == 100 then entry else bare entry priority
        else
          winner entry priority (if priority == 100 then value else value.content);
      isSet = priority: value: priority == least && isAttrs (if priority == 100 then value else value.content);
    in
    if
      a == null || b == null || c == null || isSet a first || isSet b second || isSet c third
    then
      amongSome nowhere files values
    else
      {
        _type = "definitions";
        of = [
          (judged (head files) a first)
          (judged (elemAt files 1) b second)
          (judged (elemAt files 2) c third)
        ];
      };

  bare = entry: priority: {
    file = fileOf entry;
    inherit priority;
  };

  winner =
    entry: priority: content:
    let
      file = if isInt entry then entry else entry.file;
      value = if isString content && !(hasContext content) then content else leaf entry content;
    in
    if priority == 100 then { inherit file value; } else { inherit file priority value; };

  # `rest`: what each but the first has alone.
  setsNode =
    of: members: rest:
    if all (set: set == { }) rest then
      {
        _type = "definitions";
        inherit of members;
      }
    else
      {
        _type = "definitions";
        inherit of members;
        rest = map attrNames rest;
      };

  # However many, of which one at least is no plain set.
  amongSome =
    at: files: values:
    let
      priorities = map simplePriority values;
      least = head (sort lessThan priorities);
      # Of what does not win there is no more to say than this.
      entries = genList (
        index:
        let
          priority = elemAt priorities index;
          entry = elemAt files index;
        in
        if priority == 100 then entry else bare entry priority
      ) (length files);
      winning = filter (index: elemAt priorities index == least) (indicesOf values);
      contents = if least == 100 then map (elemAt values) winning else map (index: (elemAt values index).content) winning;
    in
    # Where no number could be told, the long way.
    if elem null priorities || any (content: tagOf content != null) contents then
      ranked at (flatten (pairs files values))
    else if all isPlainValue contents then
      members at entries (map (elemAt files) winning) (map plain contents)
    else if tail winning == [ ] then
      {
        _type = "definitions";
        of = replaced entries (head winning) (winner (elemAt files (head winning)) least (head contents));
      }
    else
      {
        _type = "definitions";
        of = genList (
          index:
          if elemAt priorities index == least then
            winner (elemAt files index) least (
              if least == 100 then elemAt values index else (elemAt values index).content
            )
          else
            elemAt entries index
        ) (length files);
      };

  replaced =
    list: place: element:
    genList (index: if index == place then element else elemAt list index) (length list);

  # The list of places, of which the first few are made once.
  indicesOf =
    list:
    let
      count = length list;
    in
    if count < 16 then elemAt indices count else genList (index: index) count;

  indices = genList (count: genList (index: index) count) 16;

  pairs =
    files: values:
    genList (index: {
      file = fileOf (elemAt files index);
      value = elemAt values index;
    }) (length values);

  # The priority of what is not a property, or overridden and nothing else; null where more has to be looked at.
  simplePriority =
    content:
    # Of what is no set, `?` says no.
    if content ? _type then
      if content._type == "override" then
        if content.priority == 100 then null else content.priority
      else if isProperty content then
        null
      else
        100
    else
      100;

  # In lists of files stands what stands in `of` for a definition of which there is no more to say.
  fileOf = entry: if isInt entry then entry else entry.file;
  entryOf = file: if isInt file then file else { inherit file; };

  ranked =
    at: flat:
    let
      least = best flat;
      wins = item: item ? priority && item.priority == least;
      winners = filter wins flat;
      allSets = all isPlainSet winners;
      # Of bare ones there is nothing to say but the file and the value.
      entry =
        item:
        if item.isBare && item.entry == { } then
          if !allSets && item.priority == least then
            {
              inherit (item) file;
              value = leaf (entryOf item.file) item.value;
            }
          else
            entryOf item.file
        else
          {
            inherit (item) file;
          }
          // item.entry
          // (
            if !(wins item) then
              { }
            else if allSets then
              item.order
            else
              item.order // { value = leaf (entryOf item.file) item.value; }
          );
      of = map entry flat;
    in
    if winners != [ ] && allSets then
      members at of (map (winner: entryOf winner.file) winners) (map (winner: plain winner.value) winners)
    else
      {
        _type = "definitions";
        inherit of;
      };

  # Of sets that all count: the members that one alone has, and those that several have.
  members =
    at: of: files: sets:
    let
      count = length sets;
      first = head sets;
      second = elemAt sets 1;
      third = elemAt sets 2;
      several =
        if count == 1 then
          { }
        else if count == 2 then
          intersectAttrs first second
        else if count == 3 then
          intersectAttrs first second // intersectAttrs first third // intersectAttrs second third
        else
          (foldl' (met: set: {
            all = met.all // set;
            several = met.several // intersectAttrs met.all set;
          }) { all = first; several = { }; } (tail sets)).several;
      names = attrNames several;
      own = if names == [ ] then sets else map (set: removeAttrs set names) sets;
      filesWith =
        name: map (elemAt files) (filter (index: elemAt sets index ? ${name}) (indicesOf sets));
      under =
        name: values:
        let
          having = if length values == count then files else filesWith name;
        in
        if at.depth == 0 then amongBelow having values else among (below at name) having values;
      shared = zipAttrsWith under (map (intersectAttrs several) sets);
      ownOf = if at.depth == 0 then ownMembers else toldMembers at;
      alone = foldl' (done: index: done // ownOf (elemAt files index) (elemAt own index)) { } (
        indicesOf sets
      );
    in
    setsNode of (if names == [ ] then alone else alone // shared) (tail own);

  toldMembers =
    at: file: mapAttrs (name: content: told at name file (valueBelow (below at name) file content));

  # The way to a path, once more, for the positions of its definitions: in the order of `of` where the path has a
  # `definitions` node, else one. A step is a member's name, or { winner, entry } for an element of a list.
  # Only sets know positions; what has none, or one in code that is not the user's (genAttrs of the lib), takes that of
  # what encloses it.
  positions =
    foreign: list: path:
    let
      flat = flatten list;
      least = best flat;
      winners = filter (item: item ? priority && item.priority == least) flat;
      step = head path;
      isForeign = file: any (folder: builtins.substring 0 (builtins.stringLength folder + 1) file == "${folder}/") foreign;
      place =
        item: name:
        let
          found = unsafeGetAttrPos name item.value;
        in
        if found == null || isForeign found.file then item.position or null else found;
      into = item: {
        inherit (item) file;
        value = item.value.${step};
        position = place item step;
      };
      next =
        if isString step then
          map into (filter (item: isPlainSet item && item.value ? ${step}) winners)
        else
          let
            item = elemAt winners step.winner;
          in
          [ (item // { value = elemAt item.value step.entry; }) ];
    in
    if path == [ ] then map (item: item.position or null) flat else positions foreign next (tail path);

  fileName = file: unsafeDiscardStringContext (toString file);
in
{
  inherit
    best
    definitions
    fileName
    flatten
    isPlainSet
    plain
    positions
    root
    value
    ;
}
