# As much of NixOS as the addresses of machines are made from.
{
  config,
  lib,
  name,
  ...
}:
let
  inherit (lib) mkOption types;
in
{
  options = {
    networking.hostName = mkOption {
      type = types.str;
      default = name;
    };
    services.openssh.ports = mkOption {
      type = types.listOf types.port;
      default = [ 22 ];
    };
  };

  config.deployment.targetPort = lib.mkDefault (builtins.head config.services.openssh.ports);
}
