# One, two and three definitions at a path where no place is told: what there is one of for each label of a large project.
# Written out, because calls are what takes the time here.
parts:
let
  inherit (builtins)
    all
    attrNames
    elemAt
    head
    intersectAttrs
    isAttrs
    length
    mapAttrs
    removeAttrs
    tail
    ;
  inherit (parts)
    amongSome
    isBareSet
    isPlainHere
    members
    nowhere
    ownMembers
    rivals
    simplePriority
    threeRivals
    winner
    ;

  # As `among` where no place is told.
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
        node = {
          _type = "definitions";
          of = files;
          inherit members;
        };
      in
      if rest == { } then node else node // { rest = [ (attrNames rest) ]; }
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
        node = {
          _type = "definitions";
          of = files;
          inherit members;
        };
      in
      if rest == { } && last == { } then
        node
      else
        node
        // {
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
in
{
  inherit
    amongBelow
    lone
    ;
}
