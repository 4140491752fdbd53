# The names of all options, as sets in sets with a null for each option.
{ lib, options }:
let
  namesOf =
    options:
    builtins.mapAttrs (_: option: if lib.isOption option then null else namesOf option) (
      removeAttrs options [ "_module" ]
    );
in
namesOf options
