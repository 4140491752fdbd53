# Definitions that no option declares. Each stands in sets of one member, down to its place.
{
  keyOf,
  lib,
  mark,
  ...
}:
let
  inherit (builtins)
    attrNames
    elemAt
    genList
    head
    length
    map
    ;

  # nixpkgs has no function for the message, only one that throws it, for the first definition.
  inherit (import ../lib/modules/unmatched.nix { lib = import ../lib; }) unmatchedMessage;

  ofUndeclared =
    options: definitions:
    let
      # As the module system writes it, with its own names for the elements of lists.
      inherit (options._module.check) loc;
      prefix = genList (elemAt loc) (length loc - 2);
      place =
        options: taken: value:
        let
          name = head (attrNames value);
        in
        if options ? ${name} && !lib.isOption options.${name} then
          place options.${name} (taken ++ [ name ]) value.${name}
        else
          {
            prefix = taken ++ [ name ];
            value = value.${name};
          };
      report =
        definition:
        let
          found = place options [ ] definition.value // {
            inherit (definition) file;
          };
          path = prefix ++ found.prefix;
        in
        {
          known = {
            key = keyOf path;
            inherit path;
            isRead = true;
            message = unmatchedMessage prefix (removeAttrs options [ mark ]) found;
          };
          value = null;
        };
    in
    map report definitions;
in
{
  inherit ofUndeclared;
}
