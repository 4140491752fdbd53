# The definitions at a path inside the values of others: one step down at a time, keeping what was beaten or has a false
# condition on the way.
{
  place,
  told,
  walk,
  ...
}:
let
  inherit (builtins)
    any
    attrNames
    concatMap
    elemAt
    filter
    foldl'
    head
    isInt
    isList
    length
    map
    sort
    tail
    ;
  inherit (walk) best flatten isPlainSet;

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

  story =
    at: lost: list: rest:
    let
      here = ranked list;
      step = head rest;
      toldHere = told here.wins at;
      winner = head here.winners;
      lostHere =
        lost
        ++ map (
          item:
          toldHere item
          // (
            if item ? priority && here.winners != [ ] then
              {
                winner = {
                  inherit (winner) priority;
                  position = winner.position or null;
                };
              }
            else
              { }
          )
        ) (filter (item: !(here.wins item)) here.flat);
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
        foldl' (all: item: if isPlainSet item then all // walk.plain item.value else all) { } here.winners
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
          elements = if any (item: isList item.value) here.winners then length elements else null;
        };
      }
    else
      story (at + 1) lostHere next (tail rest);
in
{
  inherit story;
}
