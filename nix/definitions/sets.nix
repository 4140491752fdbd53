# Sets that all count, side by side.
parts:
let
  inherit (builtins)
    all
    attrNames
    elemAt
    filter
    foldl'
    head
    intersectAttrs
    length
    map
    mapAttrs
    removeAttrs
    tail
    zipAttrsWith
    ;
  inherit (parts)
    among
    amongBelow
    below
    indicesOf
    isPlainHere
    memberOf
    toldMembers
    ;

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

  # `rest`: what each but the first has alone.
  setsNode =
    of: members: rest:
    {
      _type = "definitions";
      inherit of members;
    }
    // (if all (set: set == { }) rest then { } else { rest = map attrNames rest; });

  # Members that one definition alone has.
  ownMembers = file: own: if isPlainHere own then own else mapAttrs (memberOf file) own;
in
{
  inherit
    members
    ownMembers
    ;
}
