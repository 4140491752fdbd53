# The option to describe: where there is one, the innermost of a submodule. It has no name of its own.
{
  find,
  found,
  way,
  ...
}:
let
  inherit (builtins) elem tail tryEval;

  # What a type says of a path inside its values: the innermost option of a submodule, where there is one, and how much of
  # the path is left behind it.
  inside =
    type: rest:
    if rest == [ ] then
      null
    else if elem type.name [ "attrsOf" "lazyAttrsOf" "listOf" ] then
      inside type.nestedTypes.elemType (tail rest)
    else if type.name == "nullOr" then
      inside type.nestedTypes.elemType rest
    else if type.name == "submodule" then
      let
        below = find (removeAttrs (type.getSubOptions [ ]) [ "_freeformOptions" ]) [ ] rest;
        deeper = inside below.option.type below.rest;
      in
      if below.option == null then
        null
      else if deeper != null then
        deeper
      else
        { inherit (below) option rest; }
    else
      null;

  insideFound =
    if way.isInside && way.option != null then
      {
        success = true;
        value = {
          inherit (way) option;
          rest = way.behind;
        };
      }
    else
      tryEval (inside found.option.type found.rest);

  isInside = insideFound.success && insideFound.value != null;

  innermost = if isInside then insideFound.value else found;
in
{
  inherit isInside;
  declared = innermost.option;
  # How much of the path is behind the option.
  behind = builtins.length innermost.rest;
}
