# What the document needs, down to the smallest part that fails.
{
  during,
  isSkipped,
  problem,
  succeeds,
  ...
}:
let
  inherit (builtins)
    all
    attrNames
    concatMap
    elemAt
    genList
    isAttrs
    isList
    length
    map
    seq
    tryEval
    ;

  # Forces a node of the definitions document as a whole, and so that the trace tells the part.
  sound =
    path: node:
    if isSkipped path then
      throw "skipped"
    else
      during path (all (part: part.path == path && isLeaf part.node || sound part.path part.node) (partsOf path node));

  isLeaf = node: seq node (!isAttrs node && !isList node);

  inDocument =
    path: node:
    if (tryEval (sound path node)).success then
      [ ]
    else if succeeds path (isLeaf node) && !(isLeaf node) then
      concatMap (part: inDocument part.path part.node) (partsOf path node)
    else
      [ (problem true path node) ];

  # What a node is made of, with where in the document that is.
  partsOf =
    path: node:
    let
      members =
        set:
        map (name: {
          path = path ++ [ name ];
          node = set.${name};
        }) (attrNames set);
      elements =
        list:
        genList (place: {
          path = path ++ [ place ];
          node = elemAt list place;
        }) (length list);
      type = node._type or null;
    in
    if isList node then
      elements node
    else if !isAttrs node then
      [ { inherit path node; } ]
    else if type == "definitions" then
      concatMap (entry: if entry ? value then [ { inherit path; node = entry.value; } ] else [ ]) node.of
      ++ members (node.members or { })
    else if type == "set" then
      members node.value
    else if type == "computed" then
      [ { inherit path; node = node.value; } ]
    else if node ? _type then
      [ ]
    else
      members node;
in
{
  inherit inDocument;
}
