# In a value of which no type says what is in it.
{
  deepest,
  failing,
  succeeds,
  ...
}:
let
  inherit (builtins)
    attrNames
    concatLists
    concatMap
    elemAt
    genList
    isAttrs
    isList
    length
    ;

  inValue =
    depth: path: value:
    if depth > deepest then
      [ ]
    else if !succeeds path value then
      [ (failing path value) ]
    else if isAttrs value && !(value ? outPath || value ? _type || value ? __functor) then
      concatMap (name: inValue (depth + 1) (path ++ [ name ]) value.${name}) (attrNames value)
    else if isList value then
      concatLists (genList (place: inValue (depth + 1) (path ++ [ place ]) (elemAt value place)) (length value))
    else
      [ ];
in
{
  inherit inValue;
}
