# Over infra.nix: nobody outside sees it.
{ lib, ... }:
{
  services.web.from = lib.mkForce "the network";
}
