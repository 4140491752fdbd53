# Cutting strings. The parts keep the whole string's context.
{ lib }:
let
  inherit (builtins)
    filter
    genList
    isString
    stringLength
    substring
    ;
in
rec {
  # A string with the context of another added.
  addContextFrom = source: target: substring 0 0 source + target;

  # The parts of a string between separators.
  splitString =
    separator: text:
    map (addContextFrom text) (
      filter isString (builtins.split (lib.strings.escapeRegex (toString separator)) (toString text))
    );

  # Cuts before each character for which `isCut previous character` holds, and drops it unless `keep`.
  splitStringBy =
    isCut: keep: text:
    let
      end = stringLength text;
      before = n: if n == 0 then "" else substring (n - 1) 1 text;
      cuts = filter (n: isCut (before n) (substring n 1 text)) (genList (n: n) end);
      skipped = if keep then 0 else 1;
      starts = [ 0 ] ++ map (n: n + skipped) cuts;
      ends = cuts ++ [ end ];
      part = from: to: addContextFrom text (substring from (to - from) text);
    in
    lib.lists.zipListsWith part starts ends;
}
