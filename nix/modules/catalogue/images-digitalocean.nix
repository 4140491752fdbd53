# NixOS on DigitalOcean: an image that it fetches from a URL, or another Linux that becomes NixOS when it first boots.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  helpers = import ./helpers.nix { inherit lib; };
  infect = import ./infect.nix {
    inherit lib;
    provider = "digitalocean";
  };
  images = config.nixos.images.digitalocean;

  image =
    { name, config, ... }:
    {
      options = {
        url = mkOption {
          type = types.nullOr types.str;
          default = null;
          example = "https://example.org/nixos-25.05.qcow2.gz";
          description = ''
            Where DigitalOcean gets the image from: raw, qcow2, vhdx, vdi or vmdk, also in gzip or bzip2. nixpkgs'
            `virtualisation/digital-ocean-image.nix` makes one. It is fetched once: another content needs another URL.
          '';
        };
        regions = mkOption {
          type = types.listOf types.str;
          default = [ ];
          example = [ "fra1" ];
          description = "With `url`: the regions that have the image.";
        };
        base = mkOption {
          type = types.str;
          default = "debian-12-x64";
          description = "Without `url`: the system that becomes NixOS.";
        };
        infect = infect.options;
        inherit (helpers) provider;
        id = helpers.reference "The image, for `digitalocean_droplet.….image`.";
        userData = mkOption {
          type = types.nullOr types.str;
          readOnly = true;
          description = "For `digitalocean_droplet.….user_data`; null where nothing is to be done.";
        };
      };

      config = {
        id =
          if config.url == null then config.base else "\${digitalocean_custom_image.${helpers.labelOf name}.image_id}";
        userData = if config.url == null && config.infect.enable then infect.userData config.infect else null;
      };
    };

  custom =
    name: image:
    {
      name = "nixos-${name}";
      inherit (image) url regions;
      lifecycle.create_before_destroy = true;
    }
    // helpers.onlySet { inherit (image) provider; };

  fetched = lib.filterAttrs (_: image: image.url != null) images;
in
{
  options.nixos.images.digitalocean = mkOption {
    type = types.attrsOf (types.submodule image);
    default = { };
    example = {
      web.infect.release = "25.05";
    };
    description = "NixOS on DigitalOcean, by name: `config.nixos.images.digitalocean.<name>.id` and `.userData`.";
  };

  config = lib.mkIf (images != { }) (
    lib.mkMerge [
      (helpers.required "digitalocean" "digitalocean/digitalocean")
      {
        resource = lib.mkIf (fetched != { }) {
          digitalocean_custom_image = lib.mapAttrs' (
            name: image: lib.nameValuePair (helpers.labelOf name) (custom name image)
          ) fetched;
        };

        assertions = lib.mapAttrsToList (name: image: {
          assertion = image.regions != [ ];
          message = "nixos.images.digitalocean.${name}: an image from a URL needs `regions'";
        }) fetched;
      }
    ]
  );
}
