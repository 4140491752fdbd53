# What a string begins with, ends with and contains; taking it off.
{ lib }:
let
  inherit (builtins)
    head
    isPath
    match
    stringLength
    substring
    ;
  inherit (lib.trivial) warnIf;

  # A path as an affix is nearly always a mistake: in a string it turns into a store path, which then matches nothing.
  warnOfPath =
    function: affix: consequence:
    warnIf (isPath affix) ''
      lib.strings.${function}: The first argument (${toString affix}) is a path value, but only strings are supported.
          There is almost certainly a bug in the calling code, since this function ${consequence} in such a case.
          This function also copies the path to the Nix store, which may not be what you want.
          This behavior is deprecated and will throw an error in the future.'';
  isFalse = "always returns `false`";

  startsWith = prefix: text: substring 0 (stringLength prefix) text == prefix;
  endsWith =
    suffix: text:
    let
      start = stringLength text - stringLength suffix;
    in
    start >= 0 && substring start (-1) text == suffix;

  countWhile =
    holds: limit:
    let
      from = n: if n < limit && holds n then from (n + 1) else n;
    in
    from 0;
  charAt = text: n: substring n 1 text;
in
rec {
  # Whether a string begins with another.
  hasPrefix = prefix: text: warnOfPath "hasPrefix" prefix isFalse (startsWith prefix text);
  # Whether a string ends in another.
  hasSuffix = suffix: text: warnOfPath "hasSuffix" suffix isFalse (endsWith suffix text);
  # Whether a string has another in it.
  hasInfix =
    infix: text:
    warnOfPath "hasInfix" infix isFalse (
      match ".*${lib.strings.escapeRegex infix}.*" "${text}" != null
    );

  # A string without the other at its beginning, where it is there.
  removePrefix =
    prefix: text:
    warnOfPath "removePrefix" prefix "never removes any prefix" (
      if startsWith prefix text then substring (stringLength prefix) (-1) text else text
    );
  # A string without the other at its end, where it is there.
  removeSuffix =
    suffix: text:
    warnOfPath "removeSuffix" suffix "never removes any suffix" (
      if endsWith suffix text then substring 0 (stringLength text - stringLength suffix) text else text
    );

  # How many bytes two strings have in common at their beginning.
  commonPrefixLength =
    left: right:
    countWhile (n: charAt left n == charAt right n) (
      lib.trivial.min (stringLength left) (stringLength right)
    );
  # How many bytes two strings have in common at their end.
  commonSuffixLength =
    left: right:
    let
      leftEnd = stringLength left - 1;
      rightEnd = stringLength right - 1;
    in
    countWhile (n: charAt left (leftEnd - n) == charAt right (rightEnd - n)) (
      1 + lib.trivial.min leftEnd rightEnd
    );

  # Without white space at both ends.
  trim = trimWith {
    start = true;
    end = true;
  };
  # As `trim` for the ends that are said.
  trimWith =
    {
      start ? false,
      end ? false,
    }:
    let
      space = "[ \t\r\n]*";
      # The last character kept must not be space, otherwise the greedy group would swallow the end.
      kept = if end then "(.*[^ \t\r\n])" else "(.*)";
      pattern = (if start then space else "") + kept + (if end then space else "");
    in
    text:
    let
      found = match pattern text;
    in
    if found == null then "" else head found;

  # The file without its last newline.
  fileContents = file: removeSuffix "\n" (builtins.readFile file);

  # Several slashes in a row become one.
  normalizePath =
    path:
    warnIf (isPath path)
      "lib.strings.normalizePath: The argument (${toString path}) is a path value, but only strings are supported. Path values are always normalised in Nix."
      (
        builtins.concatStringsSep "" (
          map (part: if builtins.isList part then "/" else part) (builtins.split "/+" path)
        )
      );
}
