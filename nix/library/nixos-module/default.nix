# services.terrane.<name>: a machine that keeps infrastructure as its modules say.
#
# One unit a name, terrane-<name>.service, runs `terrane provision` once. What starts it are the boot, a timer, and a change
# of the system: the last not by a restart in the middle of an activation, but by a unit beside it once the activation
# stands. A system that terrane itself deploys may still be rolled back, and must not have changed the cloud by then: until
# the deployment is confirmed the unit does not start, whatever asks for it (unless-unconfirmed.sh).
{
  # The library, and the terrane of a system.
  library,
  packageFor,
}:
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkIf mkMerge mkOption types;

  enabled = lib.filterAttrs (_: one: one.enable) config.services.terrane;

  units = lib.mapAttrsToList (
    name: options:
    import ./units.nix {
      inherit
        lib
        library
        name
        options
        pkgs
        ;
    }
  ) enabled;

  of = part: map (unit: unit.${part}) units;
in
{
  options.services.terrane = mkOption {
    type = types.attrsOf (
      types.submodule (
        import ./options.nix {
          inherit pkgs;
          package = packageFor pkgs.stdenv.hostPlatform.system;
        }
      )
    );
    default = { };
    description = "Infrastructures that this machine keeps as their modules say, by name.";
  };

  config = mkIf (enabled != { }) {
    assertions = lib.concatLists (of "assertions");
    systemd.services = mkMerge (of "services");
    systemd.timers = mkMerge (of "timers");
    users.users = mkMerge (of "users");
    users.groups = mkMerge (of "groups");
  };
}
