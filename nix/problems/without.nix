# A definition without what is at some paths in it.
let
  inherit (builtins)
    filter
    groupBy
    head
    intersectAttrs
    isAttrs
    length
    map
    mapAttrs
    tail
    ;

  strip =
    paths: value:
    let
      here = map head (filter (path: length path == 1) paths);
      below = groupBy head (filter (path: length path > 1) paths);
      tag = if isAttrs value && value ? _type then value._type else null;
    in
    if paths == [ ] || !isAttrs value || value ? outPath then
      value
    else if tag == "merge" then
      value // { contents = map (strip paths) value.contents; }
    else if tag == "if" || tag == "override" || tag == "order" then
      value // { content = strip paths value.content; }
    else
      removeAttrs value here
      // mapAttrs (name: paths: strip (map tail paths) value.${name}) (
        intersectAttrs value (removeAttrs below here)
      );
in
strip
