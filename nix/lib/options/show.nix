# Options, files and definitions as error messages show them.
{ lib }:
let
  inherit (builtins)
    concatStringsSep
    filter
    isString
    length
    match
    split
    tryEval
    ;
  inherit (lib.generators) toPretty withRecursion;

  shownLines = 5;
  bounded = withRecursion {
    depthLimit = 10;
    throwOnDepthLimit = false;
  };

  # A value that fails while being printed is left out: the message is about something else.
  showValue =
    value:
    let
      printed = tryEval (toPretty { } (bounded value));
      lines = filter isString (split "\n" printed.value);
      shown = lib.lists.take shownLines lines ++ (if length lines > shownLines then [ "..." ] else [ ]);
    in
    if !printed.success then
      ""
    else if length lines == 1 then
      ": ${printed.value}"
    else
      ":\n    ${concatStringsSep "\n    " shown}";
in
rec {
  # What stands for the file of a definition that has none.
  unknownModule = "<unknown-file>";

  # `*` and `<name>` stand for names and are not quoted.
  showOption =
    loc:
    let
      showPart =
        part:
        if part == "*" || match "<.*>" part != null then
          part
        else
          lib.strings.escapeNixIdentifier part;
    in
    concatStringsSep "." (map showPart loc);

  # Files, as errors name them.
  showFiles = files: concatStringsSep " and " (map (file: "`${file}'") files);

  # Definitions with their files and values, as errors show them.
  showDefs =
    defs: concatStringsSep "" (map (def: "\n- In `${def.file}'${showValue def.value}") defs);

  # An option with the files that define it, as errors show it.
  showOptionWithDefLocs =
    option:
    "${showOption option.loc}, with values defined in:\n${
      concatStringsSep "\n" (map (file: "  - ${file}") option.files)
    }\n";
}
