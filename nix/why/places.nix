# Where members of sets stand in the user's files.
{ foreign, ... }:
let
  inherit (builtins)
    any
    stringLength
    substring
    unsafeGetAttrPos
    ;

  isForeign = file: any (folder: substring 0 (stringLength folder + 1) file == "${folder}/") foreign;

  place =
    item: name:
    let
      known = unsafeGetAttrPos name item.value;
    in
    if known == null || isForeign known.file then item.position or null else known;
in
{
  inherit isForeign place;
}
