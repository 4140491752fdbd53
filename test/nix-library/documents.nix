# The texts that the flake library makes of many entries, by name. `cases`: JSON, [ { name, entry, withNulls } ].
{ libPath, cases }:
let
  library = import ../../nix/library { };
  render = import ../../nix/library/render.nix;
  lib = import (/. + libPath);
in
builtins.listToAttrs (
  map (one: {
    inherit (one) name;
    value =
      render
        (library.evalTerraneConfiguration {
          pkgs = {
            inherit lib;
          };
          modules = [ (/. + one.entry) ];
          strip_nulls = !one.withNulls;
        }).config;
  }) (builtins.fromJSON cases)
)
