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
  isPlain ? _: false,
}:
let
  inherit (builtins)
    all
    any
    attrNames
    concatMap
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
    listToAttrs
    map
    mapAttrs
    removeAttrs
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

  # The value of the only definition at a path. `member` is the same as a function of name and value, for mapAttrs.
  value =
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
    member null;

  membersOf =
    file: set:
    let
      of = value file;
    in
    if isPlain set then set else mapAttrs (_: of) set;

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
          {
            inherit (definition) file;
            position = definition.position or null;
            isBare = false;
            entry.condition = false;
          }
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
    else if isBool content || isPlain content then
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
      if isInt file then elemAt at.files file else file
    }':" result;

  valueBelow =
    at: file: content:
    if isPlain content then
      content
    else if at.depth == 0 || !isAttrs content || content ? outPath || content ? _type then
      whole (value file content)
    else
      mapAttrs (name: member: told at name file (valueBelow (below at name) file member)) (plain content);

  definitions = at: list: among at (map (definition: definition.file) list) (map (definition: definition.value) list);

  # All definitions at a path, as two lists of one length. Plain sets alone, and values that are overridden or not, are
  # nearly all that projects have: they are told apart here at little cost, the rest in `ranked`.
  among =
    at: files: values:
    if all isPlainValue values then
      members at files files (map plain values)
    else
      let
        priorities = map simplePriority values;
        least = foldl' lower 1000000000 priorities;
        content =
          index:
          if elemAt priorities index == 100 then elemAt values index else (elemAt values index).content;
        winning = filter (index: elemAt priorities index == least) (indicesOf values);
      in
      # Where nothing wins, or no number could be told, the long way.
      if least == null || winning == [ ] || any (index: tagOf (content index) != null) winning then
        ranked at (flatten (pairs files values))
      else if all (index: isPlainValue (content index)) winning then
        members at (genList (index: bare (elemAt files index) (elemAt priorities index)) (length files)) (map (elemAt files) winning) (
          map (index: plain (content index)) winning
        )
      else
        {
          _type = "definitions";
          of = genList (
            index:
            let
              priority = elemAt priorities index;
              file = elemAt files index;
            in
            if priority != least then
              bare file priority
            else if priority == 100 then
              {
                inherit file;
                value = leaf file (content index);
              }
            else
              {
                inherit file priority;
                value = leaf file (content index);
              }
          ) (length files);
        };

  lower =
    least: priority:
    if least == null || priority == null then
      null
    else if priority < least then
      priority
    else
      least;

  indicesOf = list: genList (index: index) (length list);

  pairs =
    files: values:
    genList (index: {
      file = elemAt files index;
      value = elemAt values index;
    }) (length values);

  # The priority of what is not a property, or overridden and nothing else; null where more has to be looked at.
  simplePriority =
    content:
    if !(isAttrs content && content ? _type && isProperty content) then
      100
    else if content._type == "override" && content.priority != 100 then
      content.priority
    else
      null;

  bare =
    file: priority:
    if priority != 100 then
      { inherit file priority; }
    else if isInt file then
      file
    else
      { inherit file; };

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
              value = leaf item.file item.value;
            }
          else
            bare item.file 100
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
              item.order // { value = leaf item.file item.value; }
          );
      of = map entry flat;
    in
    if winners != [ ] && allSets then
      members at of (map (winner: winner.file) winners) (map (winner: plain winner.value) winners)
    else
      {
        _type = "definitions";
        inherit of;
      };

  # Of sets that all count: the members that one alone has (null: none), and those that several have.
  members =
    at: of: files: sets:
    let
      shared = sharedMembers at files sets;
      names = attrNames shared;
      own = genList (index: ownMembers at names (elemAt files index) (elemAt sets index)) (length sets);
    in
    if names == [ ] then
      {
        _type = "definitions";
        inherit of own;
      }
    else
      {
        _type = "definitions";
        inherit of own shared;
      };

  sharedMembers =
    at: files: sets:
    let
      under = if at.depth == 0 then (_: nowhere) else below at;
      several =
        (foldl' (met: set: {
          all = met.all // set;
          several = met.several // intersectAttrs met.all set;
        }) { all = head sets; several = { }; } (tail sets)).several;
      count = length sets;
      filesWith =
        name: map (elemAt files) (filter (index: elemAt sets index ? ${name}) (indicesOf sets));
    in
    if count == 1 then
      { }
    else if count == 2 then
      let
        first = head sets;
      in
      mapAttrs (name: value: among (under name) files [ first.${name} value ]) (
        intersectAttrs first (elemAt sets 1)
      )
    else if several == { } then
      { }
    else
      zipAttrsWith (
        name: values: among (under name) (if length values == count then files else filesWith name) values
      ) (map (intersectAttrs several) sets);

  ownMembers =
    at: shared: file: set:
    let
      own = if shared == [ ] then set else removeAttrs set shared;
    in
    if own == { } then
      null
    else if at.depth == 0 then
      membersOf file own
    else
      mapAttrs (name: content: told at name file (valueBelow (below at name) file content)) own;

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
