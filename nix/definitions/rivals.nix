# Two and three definitions at a path, of which one at least is no bare set (few.nix).
parts:
let
  inherit (builtins)
    elemAt
    head
    isAttrs
    ;
  inherit (parts)
    amongSome
    bare
    flatten
    nowhere
    pairs
    ranked
    simplePriority
    winner
    ;

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
in
{
  inherit
    rivals
    threeRivals
    ;
}
