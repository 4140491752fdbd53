# Numbers, whole and with a fraction, and their ranges.
{ lib }:
let
  inherit (builtins) isFloat isInt toJSON;
  inherit (lib.asserts) assertMsg;
  inherit (lib.types) addCheck either;
  scalar = import ./scalar.nix { inherit lib; };

  # A restricted type keeps the type that it came from for merging declarations.
  restrict =
    type: holds: attrs:
    addCheck type holds // attrs;
  within =
    lowest: highest: value:
    value >= lowest && value <= highest;
  rangeText = lowest: highest: "${toJSON lowest} and ${toJSON highest} (both inclusive)";

  sized =
    prefix: adjective: bits: lowest: highest:
    restrict int (within lowest highest) {
      name = "${prefix}${toString bits}";
      description = "${toString bits} bit ${adjective} integer; between ${rangeText lowest highest}";
    };
  powerOfTwo = {
    "8" = 256;
    "16" = 65536;
    "32" = 4294967296;
  };
  unsignedBits =
    bits: sized "unsignedInt" "unsigned" bits 0 (powerOfTwo.${toString bits} - 1);
  signedBits =
    bits:
    let
      half = powerOfTwo.${toString bits} / 2;
    in
    sized "signedInt" "signed" bits (0 - half) (half - 1);

  # An integer.
  int = scalar "int" "signed integer" isInt;
  # A float.
  float = scalar "float" "floating point number" isFloat;
  # An integer or a float.
  number = either int float;

  # Integers in a range: `between`, `positive`, `unsigned`, `u8`, `s32` and so on.
  ints = {
    between =
      lowest: highest:
      assert assertMsg (lowest <= highest) "ints.between: lowest must be smaller than highest";
      restrict int (within lowest highest) {
        name = "intBetween";
        description = "integer between ${rangeText lowest highest}";
      };
    unsigned = restrict int (value: value >= 0) {
      name = "unsignedInt";
      description = "unsigned integer, meaning >=0";
      descriptionClass = "nonRestrictiveClause";
    };
    positive = restrict int (value: value > 0) {
      name = "positiveInt";
      description = "positive integer, meaning >0";
      descriptionClass = "nonRestrictiveClause";
    };
    u8 = unsignedBits 8;
    u16 = unsignedBits 16;
    u32 = unsignedBits 32;
    s8 = signedBits 8;
    s16 = signedBits 16;
    s32 = signedBits 32;
  };

  # Numbers in a range: `between`, `nonnegative`, `positive`.
  numbers = {
    between =
      lowest: highest:
      assert assertMsg (lowest <= highest) "numbers.between: lowest must be smaller than highest";
      restrict number (within lowest highest) {
        name = "numberBetween";
        description = "integer or floating point number between ${rangeText lowest highest}";
      };
    nonnegative = restrict number (value: value >= 0) {
      name = "numberNonnegative";
      description = "nonnegative integer or floating point number, meaning >=0";
      descriptionClass = "nonRestrictiveClause";
    };
    positive = restrict number (value: value > 0) {
      name = "numberPositive";
      description = "positive integer or floating point number, meaning >0";
      descriptionClass = "nonRestrictiveClause";
    };
  };
in
{
  inherit
    float
    int
    ints
    number
    numbers
    ;
  # A port: 0 to 65535.
  port = ints.u16;
}
