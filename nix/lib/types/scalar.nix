# A type of plain values, of which several definitions must all give the same.
{ lib }:
name: description: check:
lib.types.mkOptionType {
  inherit name description check;
  descriptionClass = "noun";
  merge = lib.options.mergeEqualOption;
}
