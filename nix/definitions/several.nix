# All definitions at a path, however many and whatever they are.
parts:
let
  inherit (builtins)
    all
    any
    elem
    elemAt
    filter
    genList
    head
    length
    lessThan
    map
    sort
    tail
    ;
  inherit (parts)
    amongBelow
    bare
    best
    entryOf
    flatten
    inOrder
    indicesOf
    isPlainSet
    isPlainValue
    leaf
    members
    pairs
    plain
    replaced
    simplePriority
    tagOf
    winner
    ;

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

  ranked =
    at: flat:
    let
      least = best flat;
      wins = item: item ? priority && item.priority == least;
      winners = filter wins flat;
      allSets = all isPlainSet winners;
      # The definitions of their members are in this order as well.
      counting = inOrder winners;
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
      members at of (map (winner: entryOf winner.file) counting) (map (winner: plain winner.value) counting)
    else
      {
        _type = "definitions";
        inherit of;
      };
in
{
  inherit
    among
    amongSome
    ranked
    ;
}
