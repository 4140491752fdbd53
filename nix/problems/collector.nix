# A module that takes the definitions which no option declares, instead of an error, and hands out what is declared. A
# freeform type of the user's wins over it.
{ lib, ... }:
let
  # Names that no module has.
  mark = "‹terrane: options›";
  undeclared = "‹terrane: undeclared›";
in
{
  inherit mark undeclared;

  collector =
    { options, ... }:
    {
      _file = "terrane";
      options.${mark} = lib.mkOption {
        type = lib.types.raw;
        internal = true;
        visible = false;
      };
      config = {
        ${mark} = options;
        # Nor does what only passes over them (tolerant.nix).
        _module.freeformType = lib.mkOverride 1498 (
          # Without a description, which types that hold the submodule would show.
          removeAttrs (lib.mkOptionType {
            name = "undeclared";
            merge = _: definitions: { ${undeclared} = definitions; };
          }) [ "description" ]
        );
      };
    };
}
