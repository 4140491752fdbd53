# Making one string of many.
{ lib }:
let
  inherit (builtins) concatStringsSep concatMap tail;
  inherit (lib.lists) imap1;
in
rec {
  # Strings in one, with a separator between.
  join = concatStringsSep;
  # Strings in one.
  concatStrings = concatStringsSep "";
  # What a function makes of each element, in one string.
  concatMapStrings = concatMapStringsSep "";
  # What a function makes of index and element, in one string; the first index is 1.
  concatImapStrings = concatImapStringsSep "";
  # As `concatMapStrings` with a separator between.
  concatMapStringsSep =
    separator: f: list:
    concatStringsSep separator (map f list);
  # As `concatImapStrings` with a separator between.
  concatImapStringsSep =
    separator: f: list:
    concatStringsSep separator (imap1 f list);
  # What a function makes of name and value, with a separator between.
  concatMapAttrsStringSep =
    separator: f: set:
    concatStringsSep separator (lib.attrsets.mapAttrsToList f set);

  # Ends every line with a newline, the last one too.
  concatLines = concatMapStrings (line: "${line}\n");

  # A list with a separator between its elements.
  intersperse =
    separator: list:
    if list == [ ] then
      [ ]
    else
      tail (
        concatMap (item: [
          separator
          item
        ]) list
      );
  # A string, so many times.
  replicate = count: text: concatStrings (lib.lists.replicate count text);
  # The string where the condition holds, else an empty one.
  optionalString = cond: text: if cond then text else "";

  # Search paths, such as PATH, from packages; null members are left out.
  makeSearchPath =
    folder: paths:
    concatMapStringsSep ":" (path: path + "/" + folder) (builtins.filter (path: path != null) paths);
  # A folder of one output of packages for a search path.
  makeSearchPathOutput =
    output: folder: packages:
    makeSearchPath folder (map (lib.attrsets.getOutput output) packages);
  # The `lib` folders of packages for a search path.
  makeLibraryPath = makeSearchPathOutput "lib" "lib";
  # The `include` folders of packages for a search path.
  makeIncludePath = makeSearchPathOutput "dev" "include";
  # The `bin` folders of packages for PATH.
  makeBinPath = makeSearchPathOutput "bin" "bin";
}
