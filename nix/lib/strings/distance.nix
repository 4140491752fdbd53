# How far two strings are apart, for "did you mean".
{ lib }:
let
  inherit (builtins)
    elemAt
    genList
    stringLength
    substring
    ;
  inherit (lib.strings) commonPrefixLength commonSuffixLength;
  inherit (lib.trivial) min;
in
rec {
  # Edits (insert, delete, replace a character) that turn one string into the other.
  levenshtein =
    left: right:
    let
      leftLength = stringLength left;
      rightLength = stringLength right;
      table = genList (i: genList (cell i) (rightLength + 1)) (leftLength + 1);
      at = i: j: elemAt (elemAt table i) j;
      cell =
        i: j:
        if i == 0 then
          j
        else if j == 0 then
          i
        else
          min (1 + min (at (i - 1) j) (at i (j - 1))) (
            at (i - 1) (j - 1) + (if substring (i - 1) 1 left == substring (j - 1) 1 right then 0 else 1)
          );
    in
    at leftLength rightLength;

  # Common ends cost nothing, so that only what differs between them is compared.
  levenshteinAtMost =
    limit: left: right:
    if limit <= 0 then
      left == right
    else
      let
        leftLength = stringLength left;
        rightLength = stringLength right;
        shorter = min leftLength rightLength;
        difference = leftLength + rightLength - 2 * shorter;
        prefix = commonPrefixLength left right;
        suffix = min (commonSuffixLength left right) (shorter - prefix);
        between = text: length: substring prefix (length - prefix - suffix) text;
      in
      difference <= limit
      && levenshtein (between left leftLength) (between right rightLength) <= limit;
}
