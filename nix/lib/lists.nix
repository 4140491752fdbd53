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

  # A list of one value.
  singleton = value: [ value ];
  # A list with the value where the condition holds, else an empty one.
  optional = cond: value: if cond then [ value ] else [ ];
  # The list where the condition holds, else an empty one.
  optionals = cond: values: if cond then values else [ ];
  # A list as it is, anything else as a list of it.
  toList = value: if isList value then value else [ value ];
  # A list of the same value, so many times.
  replicate = count: value: genList (_: value) count;
  # The whole numbers from the first to the last.
  range = first: last: if last < first then [ ] else genList (n: n + first) (1 + last - first);
  # The lists that are the values of a set, in one.
  concatAttrValues = set: concatLists (attrValues set);

  # Mapping.

  # `map` with its arguments exchanged.
  forEach = list: f: map f list;
  # A function of index and element over a list; the first index is 0.
  imap0 = f: list: genList (n: f n (elemAt list n)) (length list);
  # A function of index and element over a list; the first index is 1.
  imap1 = f: imap0 (n: f (1 + n));
  # The elements of lists within lists, in one list.
  flatten = value: if isList value then concatMap flatten value else [ value ];
  # The elements from last to first.
  reverseList =
    list:
    let
      end = length list - 1;
    in
    genList (n: elemAt list (end - n)) (1 + end);
  # A function over the pairs of the elements of two lists.
  zipListsWith =
    f: left: right:
    let
      leftLength = length left;
      rightLength = length right;
    in
    genList (n: f (elemAt left n) (elemAt right n)) (
      if leftLength < rightLength then leftLength else rightLength
    );
  # Pairs of the elements of two lists, as `{ fst, snd }`.
  zipLists = zipListsWith (fst: snd: { inherit fst snd; });
  # A function over every choice of one element from each list.
  crossLists = f: foldl (functions: arguments: concatMap (g: map g arguments) functions) [ f ];
  # With another element at an index.
  replaceElemAt =
    list: index: replacement:
    assert lib.asserts.assertMsg (index >= 0 && index < length list)
      "'lists.replaceElemAt' called with index ${toString index} on a list of size ${toString (length list)}";
    imap0 (n: value: if n == index then replacement else value) list;

  # Folding. `foldr` and `foldl` are lazy in the accumulator, `foldl'` forces it from the start on.

  # Folds from the right.
  foldr =
    op: nul: list:
    let
      count = length list;
      from = n: if n == count then nul else op (elemAt list n) (from (n + 1));
    in
    from 0;
  # An old name of foldr.
  fold = lib.trivial.warn "fold has been deprecated, use foldr instead" foldr;
  # Folds from the left.
  foldl =
    op: nul: list:
    let
      upTo = n: if n == 0 then nul else op (upTo (n - 1)) (elemAt list (n - 1));
    in
    upTo (length list);
  # Folds from the left, each step evaluated at once.
  foldl' = op: acc: list: seq acc (builtins.foldl' op acc list);
  # How many elements satisfy a predicate.
  count = pred: list: length (filter pred list);
  # Folds the elements of each group into one value.
  groupBy' =
    op: nul: keyOf: list:
    mapAttrs (_: foldl op nul) (groupBy keyOf list);

  # Searching.

  # Without the elements that equal a value.
  remove = value: filter (candidate: candidate != value);
  # The elements for which a predicate of index and element holds; the first index is 0.
  ifilter0 =
    pred: list:
    map (elemAt list) (filter (n: pred n (elemAt list n)) (genList identity (length list)));
  # The only element that satisfies a predicate; defaults for none and for several.
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
  # The index of the first element that satisfies a predicate, or a default.
  findFirstIndex =
    pred: default: list:
    let
      # A strict fold over positions keeps the stack flat on long lists; `pred` isn't asked again after a hit.
      firstHit =
        found: n: if found != null || !pred (elemAt list n) then found else n;
      index = builtins.foldl' firstHit null (genList identity (length list));
    in
    if index == null then default else index;
  # The first element that satisfies a predicate, or a default.
  findFirst =
    pred: default: list:
    let
      index = findFirstIndex pred (-1) list;
    in
    if index < 0 then default else elemAt list index;

  # Slicing.

  # So many elements from an index on.
  sublist =
    start: count: list:
    let
      rest = positive (length list - start);
    in
    genList (n: elemAt list (start + n)) (if count < rest then count else rest);
  # The first elements.
  take = sublist 0;
  # Without the first elements.
  drop = count: list: sublist count (length list) list;
  # The last elements.
  takeEnd = count: list: drop (positive (length list - count)) list;
  # Without the last elements.
  dropEnd = count: list: take (positive (length list - count)) list;
  # The last element.
  last =
    list:
    assert lib.asserts.assertMsg (list != [ ]) "lists.last: list must not be empty!";
    elemAt list (length list - 1);
  # All but the last element.
  init =
    list:
    assert lib.asserts.assertMsg (list != [ ]) "lists.init: list must not be empty!";
    genList (elemAt list) (length list - 1);
  # Whether a list begins with another.
  hasPrefix = prefix: list: take (length prefix) list == prefix;
  # A list without the other at its beginning; a throw where it does not begin so.
  removePrefix =
    prefix: list:
    if hasPrefix prefix list then
      drop (length prefix) list
    else
      throw "lib.lists.removePrefix: First argument is not a list prefix of the second argument";
  # What two lists have in common at their beginning.
  commonPrefix =
    left: right:
    let
      differs = zipListsWith (a: b: a != b) left right;
    in
    take (findFirstIndex identity (length differs) differs) left;

  # Sorting.

  # Sorted by what a function makes of each element.
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
  # Compares lists by their first elements that differ.
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

  # Each element once, where it occurs first.
  unique = foldl' (seen: value: if elem value seen then seen else seen ++ [ value ]) [ ];
  # Strings sorted, each once.
  uniqueStrings = list: attrNames (groupBy identity list);
  # Whether no element occurs twice.
  allUnique = list: length (unique list) == length list;
  # The elements of the second list that the first has too.
  intersectLists = allowed: filter (value: elem value allowed);
  # The elements of the second list that the first has not.
  subtractLists = removed: filter (value: !elem value removed);
  # Whether two lists have no element in common.
  mutuallyExclusive = left: right: !any (value: elem value right) left;
}
