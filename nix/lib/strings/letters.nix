# Single characters and their case. Only ASCII letters have a case here.
{ lib }:
let
  inherit (builtins)
    concatStringsSep
    elem
    genList
    head
    isString
    match
    replaceStrings
    stringLength
    substring
    tail
    typeOf
    ;
  inherit (lib.strings) addContextFrom splitStringBy;

  onlyStrings =
    function: text: result:
    if isString text then
      result
    else
      throw "${function} does only accepts string values, but got ${typeOf text}";
in
rec {
  # The characters of a string, in a list; bytes, strictly.
  stringToCharacters = text: genList (n: substring n 1 text) (stringLength text);
  # What a function makes of each character, in one string.
  stringAsChars = f: text: concatStringsSep "" (map f (stringToCharacters text));

  # The small letters.
  lowerChars = stringToCharacters "abcdefghijklmnopqrstuvwxyz";
  # The capital letters.
  upperChars = stringToCharacters "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  # With small letters, of ASCII.
  toLower = replaceStrings upperChars lowerChars;
  # With capital letters, of ASCII.
  toUpper = replaceStrings lowerChars upperChars;

  # With a capital letter first and small ones behind.
  toSentenceCase =
    text:
    onlyStrings "toSentenceCase" text (
      addContextFrom text (toUpper (substring 0 1 text) + toLower (substring 1 (-1) text))
    );

  # A word begins after "-", "_" or a space, and where a capital follows a small letter.
  toCamelCase =
    text:
    let
      isSeparator =
        _before: character:
        elem character [
          "-"
          "_"
          " "
        ];
      isHump = before: character: match "[a-z]" before != null && match "[A-Z]" character != null;
      words = builtins.concatMap (splitStringBy isHump true) (splitStringBy isSeparator false text);
    in
    onlyStrings "toCamelCase" text (
      addContextFrom text (concatStringsSep "" ([ (toLower (head words)) ] ++ map toSentenceCase (tail words)))
    );
}
