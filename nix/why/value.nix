# The merged value at a path, as far as there is one.
{
  evaluated,
  path,
  walk,
}:
let
  inherit (builtins)
    elemAt
    head
    isAttrs
    isInt
    isList
    isString
    length
    tail
    ;

  follow =
    set: rest:
    if rest == [ ] then
      # A function with its arguments, as the type functionTo makes it.
      { value = if isAttrs set && set ? __functor && set ? __functionArgs then { _type = "function"; } else walk.value 0 set; }
    else if isAttrs set && isString (head rest) && set ? ${head rest} then
      follow set.${head rest} (tail rest)
    else if isList set && isInt (head rest) && head rest < length set then
      follow (elemAt set (head rest)) (tail rest)
    else
      { };
in
follow evaluated.config path
