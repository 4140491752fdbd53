# Other configurations' states, to read their outputs: `remote_state.<backend>.<name>` makes
# `data.terraform_remote_state.<name>`. The name is of the data block, so it may occur once over all backends.
{ config, lib, ... }:
let
  inherit (lib)
    mapAttrs
    mapAttrsToList
    mkIf
    mkMerge
    mkOption
    types
    ;

  backendTypes = import ./backend-types.nix { inherit lib; };

  # Only our own: a project may declare further options under `remote_state` and do with them as it likes.
  states = builtins.intersectAttrs backendTypes config.remote_state;
  names = builtins.concatLists (mapAttrsToList (_backend: builtins.attrNames) states);

  dataBlocks =
    backend: byName:
    mkIf (byName != { }) {
      terraform_remote_state = mapAttrs (_name: settings: {
        inherit backend;
        config = settings;
      }) byName;
    };
in
{
  options.remote_state = mapAttrs (
    backend: type:
    mkOption {
      type = types.attrsOf type;
      default = { };
      description = ''
        States kept in the backend `${backend}` whose outputs this configuration reads, by name.
        `config.data.terraform_remote_state.<name> "outputs.<output>"` is the expression for one of them.
      '';
    }
  ) backendTypes;

  config = {
    data = mkMerge (mapAttrsToList dataBlocks states);

    assertions = [
      {
        assertion = builtins.length names == builtins.length (lib.unique names);
        message = "You defined multiple terraform_states with the same name!";
      }
    ];
  };
}
