# Where definitions stand.
parts:
let
  inherit (builtins)
    any
    elemAt
    filter
    head
    isString
    map
    tail
    unsafeGetAttrPos
    ;
  inherit (parts)
    best
    flatten
    inOrder
    isPlainSet
    ;

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
          map into (filter (item: isPlainSet item && item.value ? ${step}) (inOrder winners))
        else
          let
            item = elemAt winners step.winner;
          in
          [ (item // { value = elemAt item.value step.entry; }) ];
    in
    if path == [ ] then map (item: item.position or null) flat else positions foreign next (tail path);
in
{
  inherit positions;
}
