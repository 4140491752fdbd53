# `terrane.inputs` are the values that the project gives, `nodes` the configurations of the other hosts.
{
  lib,
  nodes,
  terrane,
  ...
}:
{
  imports = [ ./machine.nix ];

  networking.hostName = "web";

  environment.variables.DATABASE =
    let
      port = lib.head nodes.db.config.networking.firewall.allowedTCPPorts;
    in
    "postgresql://${terrane.inputs.database}:${toString port}/app";
}
