# Strings from and to other values.
{ lib }:
let
  inherit (builtins)
    elem
    fromJSON
    head
    isInt
    isList
    isPath
    isString
    match
    stringLength
    substring
    typeOf
    ;
  inherit (lib.asserts) assertMsg;
  inherit (lib.strings) escapeNixString;

  # The number that `pattern` finds in `text`, or the error.
  parse =
    function: pattern: text: check:
    let
      found = match "[[:space:]]*${pattern}[[:space:]]*" text;
      digits = head found;
      number = fromJSON digits;
      failure = throw "${function}: Could not convert ${escapeNixString text} to int.";
    in
    if found == null then
      failure
    else
      check digits (if isInt number then number else failure);
in
rec {
  # Whether a value can stand in a string: a string, a path, a package.
  isStringLike = value: isString value || isPath value || value ? outPath || value ? __toString;
  # Whether `toString` can take the value.
  isConvertibleWithToString =
    value:
    isStringLike value
    || elem (typeOf value) [
      "null"
      "int"
      "float"
      "bool"
    ]
    || (isList value && builtins.all isConvertibleWithToString value);

  # A top-level store path, also in the form that content-addressed derivations' placeholders have.
  isStorePath =
    value:
    isStringLike value
    && (
      let
        text = toString value;
      in
      substring 0 1 text == "/"
      && (dirOf text == builtins.storeDir || match "/[0-9a-z]{52}" text != null)
    );

  # A string filled up on the left to a width.
  fixedWidthString =
    width: filler: text:
    let
      missing = width - stringLength text;
    in
    assert assertMsg (missing >= 0)
      "fixedWidthString: requested string length (${toString width}) must not be shorter than actual length (${
        toString (stringLength text)
      })";
    if missing == 0 then
      text
    else
      filler + fixedWidthString (width - stringLength filler) filler text;
  # A number filled up with zeros to a width.
  fixedWidthNumber = width: number: fixedWidthString width "0" (toString number);

  # A float as text.
  floatToString =
    number:
    let
      text = toString number;
    in
    lib.trivial.warnIf (fromJSON text != number) "Imprecise conversion from float to string ${text}" text;

  # The number that a string in base 10 is; leading zeros are an error.
  toInt =
    text:
    parse "toInt" "(-?[[:digit:]]+)" text (
      digits: number:
      if match "0[[:digit:]]+" digits != null then
        throw "toInt: Ambiguity in interpretation of ${escapeNixString text} between octal and zero padded integer."
      else
        number
    );
  # As `toInt` with leading zeros.
  toIntBase10 =
    text:
    parse "toIntBase10" "0*(-?[[:digit:]]+)" text (
      digits: number: if match "0+" digits != null then 0 else number
    );
}
