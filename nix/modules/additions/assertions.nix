# Conditions that modules put on the whole configuration. They are ordinary options, and are read once the configuration
# is known; all that fail are reported together.
{ lib, ... }:
let
  inherit (lib) mkOption types;
in
{
  options.assertions = mkOption {
    type = types.listOf (
      types.submodule {
        options = {
          assertion = mkOption {
            type = types.bool;
            description = "What must be true.";
          };
          message = mkOption {
            type = types.str;
            description = "What to tell the user when it is not. It is computed only then.";
          };
        };
      }
    );
    default = [ ];
    example = [
      {
        assertion = false;
        message = "The web servers need a load balancer.";
      }
    ];
    description = ''
      Conditions that must hold. While one does not, there is no document; the messages of all that fail are shown.
    '';
  };
}
