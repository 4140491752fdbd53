# A server on Hetzner Cloud that becomes NixOS when it first boots.
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
  };

  output.address.value = config.resource.hcloud_server.web "ipv4_address";
}
