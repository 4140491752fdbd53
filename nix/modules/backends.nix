# Where the state is kept: one of `backend.local`, `backend.s3` and `backend.etcd`, as `terraform.backend`.
{ config, lib, ... }:
let
  inherit (lib)
    mapAttrs
    mkIf
    mkOption
    types
    ;

  backendTypes = import ./backend-types.nix { inherit lib; };

  # Only our own: a project may declare further options under `backend` and do with them as it likes.
  chosen = lib.filterAttrs (_name: settings: settings != null) (
    builtins.intersectAttrs backendTypes config.backend
  );
in
{
  options.backend = mapAttrs (
    name: type:
    mkOption {
      type = types.nullOr type;
      default = null;
      description = "Keep the state in the backend `${name}`. A project has at most one backend.";
    }
  ) backendTypes;

  config = {
    terraform = mkIf (chosen != { }) { backend = chosen; };

    assertions = [
      {
        assertion = builtins.length (builtins.attrNames chosen) < 2;
        message = "You defined multiple backends, stick to one!";
      }
    ];
  };
}
