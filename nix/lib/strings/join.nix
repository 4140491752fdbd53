# Making one string of many.
{ lib }:
let
  inherit (builtins) concatStringsSep concatMap tail;
  inherit (lib.lists) imap1;
in
rec {
  join = concatStringsSep;
  concatStrings = concatStringsSep "";
  concatMapStrings = concatMapStringsSep "";
  concatImapStrings = concatImapStringsSep "";
  concatMapStringsSep =
    separator: f: list:
    concatStringsSep separator (map f list);
  concatImapStringsSep =
    separator: f: list:
    concatStringsSep separator (imap1 f list);
  concatMapAttrsStringSep =
    separator: f: set:
    concatStringsSep separator (lib.attrsets.mapAttrsToList f set);

  # Ends every line with a newline, the last one too.
  concatLines = concatMapStrings (line: "${line}\n");

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
  replicate = count: text: concatStrings (lib.lists.replicate count text);
  optionalString = cond: text: if cond then text else "";

  # Search paths, such as PATH, from packages; null members are left out.
  makeSearchPath =
    folder: paths:
    concatMapStringsSep ":" (path: path + "/" + folder) (builtins.filter (path: path != null) paths);
  makeSearchPathOutput =
    output: folder: packages:
    makeSearchPath folder (map (lib.attrsets.getOutput output) packages);
  makeLibraryPath = makeSearchPathOutput "lib" "lib";
  makeIncludePath = makeSearchPathOutput "dev" "include";
  makeBinPath = makeSearchPathOutput "bin" "bin";
}
