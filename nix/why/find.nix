# The option of a path: the longest beginning of the path that is one.
{
  evaluated,
  lib,
  path,
  ...
}:
let
  inherit (builtins)
    attrNames
    filter
    head
    tail
    ;

  find =
    options: taken: rest:
    if lib.isOption options then
      {
        option = options;
        inherit taken rest;
      }
    else if rest != [ ] && options ? ${toString (head rest)} then
      find options.${toString (head rest)} (taken ++ [ (head rest) ]) (tail rest)
    else
      {
        option = null;
        inherit taken rest;
        names = filter (name: name != "_module") (attrNames options);
      };
in
{
  inherit find;
  found = find evaluated.options [ ] path;
}
