# terrane test
{ config, ... }:
{
  "the old system comes back where the new one does not answer" =
    config.nixos.hosts.server.rollback.automatic && config.nixos.hosts.server.health.units != [ ];
}
