# Two droplets: one from an image of one's own, one that becomes NixOS when it first boots.
{ config, lib, ... }:
let
  images = config.nixos.images.digitalocean;
in
{
  imports = with lib.catalogue; [
    images-digitalocean
    ssh-keys
  ];

  nixos.images.digitalocean = {
    own = {
      url = "https://example.org/nixos-25.05.qcow2.gz";
      regions = [ "fra1" ];
    };
    infected.infect = {
      release = "25.05";
      configuration = "{ services.openssh.ports = [ 2222 ]; }";
    };
  };
  sshKeys.deploy.register = [ "digitalocean" ];

  # The token is in the environment: DIGITALOCEAN_TOKEN.
  resource.digitalocean_droplet = lib.mapAttrs (name: image: {
    inherit name;
    region = "fra1";
    size = "s-1vcpu-2gb";
    image = image.id;
    user_data = image.userData;
    ssh_keys = [ config.sshKeys.deploy.names.digitalocean ];
  }) images;
}
