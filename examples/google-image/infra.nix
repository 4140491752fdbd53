# Three images on Google Cloud: one that NixOS shares, one that somebody publishes as a file, and one of one's own, uploaded
# under a name that changes with it.
{ config, lib, ... }:
let
  images = config.nixos.images;
in
{
  imports = with lib.catalogue; [
    images-google
    images-google-custom
  ];

  provider.google = {
    project = "my-project";
    region = "europe-west3";
  };

  nixos.images.google.shared.release = "20.09";
  nixos.images.google.published.source = "https://nixos-images.storage.googleapis.com/google-cloud-nixos-20.03.1639.73e73c7d6b5.raw.tar.gz";

  # `configuration = ./web.nix;` would have it built: that needs Nix and a nixpkgs.
  nixos.images.googleCustom.web = {
    image = ./nixos.raw.tar.gz;
    bucket = config.resource.google_storage_bucket.images "name";
    guestOsFeatures = [ "GVNIC" ];
  };

  resource.google_storage_bucket.images = {
    name = "my-project-images";
    location = "EU";
    uniform_bucket_level_access = true;
  };

  resource.google_compute_instance = lib.mapAttrs
    (name: image: {
      inherit name;
      machine_type = "e2-small";
      zone = "europe-west3-a";
      boot_disk.initialize_params = { inherit image; };
      network_interface.network = "default";
    })
    {
      first = images.google.shared.selfLink;
      second = images.google.published.selfLink;
      third = images.googleCustom.web.selfLink;
    };
}
