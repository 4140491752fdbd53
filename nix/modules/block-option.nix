# An option for a block of Terraform's language: empty unless somebody says something, of any value that Terraform has.
{ lib }:
let
  valueType = import ./value-type.nix { inherit lib; };
in
attributes:
lib.mkOption (
  {
    type = valueType;
    default = { };
  }
  // attributes
)
