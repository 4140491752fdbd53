# Lists: building, slicing, searching, folding, sorting, sets of values.
{ lib }:
let
  inherit (builtins)
    any
    attrNames
    attrValues
    concatLists
    concatMap
    elem
    elemAt
    filter
    genList
    groupBy
    head
    isList
    length
    map
    mapAttrs
    seq
    sort
    tail
    ;

  positive = n: if n > 0 then n else 0;
  identity = x: x;
in
rec {
  inherit
    any
    concatLists
    concatMap
    elem
    elemAt
    filter
    genList
    groupBy
    head
    isList
    length
    map
    sort
    tail
    ;
  inherit (builtins) all partition;

  # Building.
  singleton = value: [ value ];
  optional = cond: value: if cond then [ value ] else [ ];
  optionals = cond: values: if cond then values else [ ];
  toList = value: if isList value then value else [ value ];
  replicate = count: value: genList (_: value) count;
  range = first: last: if last < first then [ ] else genList (n: n + first) (1 + last - first);
  concatAttrValues = set: concatLists (attrValues set);

  # Mapping.
  forEach = list: f: map f list;
  imap0 = f: list: genList (n: f n (elemAt list n)) (length list);
  imap1 = f: imap0 (n: f (1 + n));
  flatten = value: if isList value then concatMap flatten value else [ value ];
  reverseList =
    list:
    let
      end = length list - 1;
    in
    genList (n: elemAt list (end - n)) (1 + end);
  zipListsWith =
    f: left: right:
    let
      leftLength = length left;
      rightLength = length right;
    in
    genList (n: f (elemAt left n) (elemAt right n)) (
      if leftLength < rightLength then leftLength else rightLength
    );
  zipLists = zipListsWith (fst: snd: { inherit fst snd; });
  crossLists = f: foldl (functions: arguments: concatMap (g: map g arguments) functions) [ f ];
  replaceElemAt =
    list: index: replacement:
    assert lib.asserts.assertMsg (index >= 0 && index < length list)
      "'lists.replaceElemAt' called with index ${toString index} on a list of size ${toString (length list)}";
    imap0 (n: value: if n == index then replacement else value) list;

  # Folding. `foldr` and `foldl` are lazy in the accumulator, `foldl'` forces it from the start on.
  foldr =
    op: nul: list:
    let
      count = length list;
      from = n: if n == count then nul else op (elemAt list n) (from (n + 1));
    in
    from 0;
  fold = lib.trivial.warn "fold has been deprecated, use foldr instead" foldr;
  foldl =
    op: nul: list:
    let
      upTo = n: if n == 0 then nul else op (upTo (n - 1)) (elemAt list (n - 1));
    in
    upTo (length list);
  foldl' = op: acc: list: seq acc (builtins.foldl' op acc list);
  count = pred: list: length (filter pred list);
  groupBy' =
    op: nul: keyOf: list:
    mapAttrs (_: foldl op nul) (groupBy keyOf list);

  # Searching.
  remove = value: filter (candidate: candidate != value);
  ifilter0 =
    pred: list:
    map (elemAt list) (filter (n: pred n (elemAt list n)) (genList identity (length list)));
  findSingle =
    pred: none: several: list:
    let
      found = filter pred list;
    in
    if found == [ ] then
      none
    else if length found > 1 then
      several
    else
      head found;
  findFirstIndex =
    pred: default: list:
    let
      # A strict fold over positions keeps the stack flat on long lists; `pred` isn't asked again after a hit.
      firstHit =
        found: n: if found != null || !pred (elemAt list n) then found else n;
      index = builtins.foldl' firstHit null (genList identity (length list));
    in
    if index == null then default else index;
  findFirst =
    pred: default: list:
    let
      index = findFirstIndex pred (-1) list;
    in
    if index < 0 then default else elemAt list index;

  # Slicing.
  sublist =
    start: count: list:
    let
      rest = positive (length list - start);
    in
    genList (n: elemAt list (start + n)) (if count < rest then count else rest);
  take = sublist 0;
  drop = count: list: sublist count (length list) list;
  takeEnd = count: list: drop (positive (length list - count)) list;
  dropEnd = count: list: take (positive (length list - count)) list;
  last =
    list:
    assert lib.asserts.assertMsg (list != [ ]) "lists.last: list must not be empty!";
    elemAt list (length list - 1);
  init =
    list:
    assert lib.asserts.assertMsg (list != [ ]) "lists.init: list must not be empty!";
    genList (elemAt list) (length list - 1);
  hasPrefix = prefix: list: take (length prefix) list == prefix;
  removePrefix =
    prefix: list:
    if hasPrefix prefix list then
      drop (length prefix) list
    else
      throw "lib.lists.removePrefix: First argument is not a list prefix of the second argument";
  commonPrefix =
    left: right:
    let
      differs = zipListsWith (a: b: a != b) left right;
    in
    take (findFirstIndex identity (length differs) differs) left;

  # Sorting.
  sortOn =
    keyOf: list:
    map (pair: pair.value) (
      sort (a: b: a.key < b.key) (
        map (value: {
          key = keyOf value;
          inherit value;
        }) list
      )
    );
  compareLists =
    cmp: left: right:
    if left == [ ] then
      (if right == [ ] then 0 else (-1))
    else if right == [ ] then
      1
    else
      let
        order = cmp (head left) (head right);
      in
      if order != 0 then order else compareLists cmp (tail left) (tail right);
  # Numbers inside the strings compare as numbers: "b2" before "b10".
  naturalSort =
    list:
    let
      parts =
        text:
        map (part: if isList part then lib.strings.toInt (head part) else part) (
          builtins.split "(0|[1-9][0-9]*)" text
        );
      keyed = map (value: {
        key = parts value;
        inherit value;
      }) list;
      isBefore = a: b: compareLists lib.trivial.compare a.key b.key < 0;
    in
    map (pair: pair.value) (sort isBefore keyed);

  # Depth first from the head of `list` to an element that nothing comes before, or to a cycle.
  listDfs =
    stopOnCycles: before: list:
    let
      visit =
        current: visited: rest:
        let
          loops = filter (other: before other current) visited;
          split = builtins.partition (other: before other current) rest;
        in
        if stopOnCycles && loops != [ ] then
          {
            cycle = current;
            inherit loops visited rest;
          }
        else if split.right == [ ] then
          {
            minimal = current;
            inherit visited rest;
          }
        else
          visit (head split.right) ([ current ] ++ visited) (tail split.right ++ split.wrong);
    in
    visit (head list) [ ] (tail list);

  # `{ result }`, or `{ cycle, loops }` where no order exists.
  toposort =
    before: list:
    if length list < 2 then
      { result = list; }
    else
      let
        found = listDfs true before list;
        others = toposort before (found.visited ++ found.rest);
      in
      if found ? cycle then
        {
          cycle = reverseList ([ found.cycle ] ++ found.visited);
          inherit (found) loops;
        }
      else if others ? cycle then
        others
      else
        { result = [ found.minimal ] ++ others.result; };

  # Lists as sets.
  unique = foldl' (seen: value: if elem value seen then seen else seen ++ [ value ]) [ ];
  uniqueStrings = list: attrNames (groupBy identity list);
  allUnique = list: length (unique list) == length list;
  intersectLists = allowed: filter (value: elem value allowed);
  subtractLists = removed: filter (value: !elem value removed);
  mutuallyExclusive = left: right: !any (value: elem value right) left;
}
