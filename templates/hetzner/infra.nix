# A server on Hetzner Cloud that becomes NixOS when it first boots. `lib.catalogue` has terrane's own parts.
{ config, lib, ... }:
{
  imports = with lib.catalogue; [
    images-hetzner
    ssh-keys
  ];

  nixos.images.hetzner.web.infect.release = "25.05";
  sshKeys.deploy.register = [ "hcloud" ];

  # The token is in the environment: HCLOUD_TOKEN.
  resource.hcloud_server.web = {
    name = "web";
    server_type = "cx22";
    location = "fsn1";
    image = config.nixos.images.hetzner.web.id;
    user_data = config.nixos.images.hetzner.web.userData;
    ssh_keys = [ config.sshKeys.deploy.names.hcloud ];
    # Both matter to a new server only.
    lifecycle.ignore_changes = [
      "image"
      "user_data"
    ];
  };

  # Once the server's own description is here (README.md), there is something to deploy.
  nixos.hosts = lib.mkIf (builtins.pathExists ./hardware-configuration.nix) {
    web = {
      flake = ".#nixosConfigurations.web";
      target = {
        host = config.resource.hcloud_server.web "ipv4_address";
        identityFile = config.sshKeys.deploy.identityFile;
      };
      health.units = [ "sshd.service" ];
    };
  };

  output.address.value = config.resource.hcloud_server.web "ipv4_address";
}
