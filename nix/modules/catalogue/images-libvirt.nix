# Images uploaded to a libvirt host, with the provider dmacvicar/libvirt. Its version 0.9 describes volumes in another way:
# this is for 0.8, and says so to Terraform.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  helpers = import ./helpers.nix { inherit lib; };
  images = config.nixos.images.libvirt;

  image =
    { name, config, ... }:
    {
      options = {
        image = helpers.image ''
          The image: a path, a package, or the name of a file that is there when Terraform runs; also a URL.
        '';
        pool = mkOption {
          type = types.str;
          default = "default";
          description = "The storage pool that gets it.";
        };
        format = mkOption {
          type = types.enum [
            "qcow2"
            "raw"
          ];
          default = "qcow2";
          description = "The format of the image.";
        };
        inherit (helpers) provider;
        id = helpers.reference ''
          The volume, for the `base_volume_id` of the disks of machines: they then share what they do not change.
        '';
      };

      config.id = "\${libvirt_volume.${helpers.labelOf name}.id}";
    };

  isUrl = image: builtins.isString image && builtins.match "https?://.*" image != null;

  volume =
    name: image:
    {
      name = "nixos-${name}${if isUrl image.image then "" else "-${helpers.hashOf image.image}"}.${image.format}";
      inherit (image) format pool;
      source = helpers.sourceOf image.image;
      lifecycle.create_before_destroy = true;
    }
    // helpers.onlySet { inherit (image) provider; };
in
{
  options.nixos.images.libvirt = mkOption {
    type = types.attrsOf (types.submodule image);
    default = { };
    example = lib.literalExpression ''
      {
        web.image = ./nixos.qcow2;
      }
    '';
    description = "NixOS images on a libvirt host, by name: `config.nixos.images.libvirt.<name>.id`.";
  };

  config = lib.mkIf (images != { }) {
    terraform.required_providers.libvirt = {
      source = lib.mkDefault "dmacvicar/libvirt";
      version = lib.mkDefault "~> 0.8.0";
    };
    resource.libvirt_volume = lib.mapAttrs' (
      name: image: lib.nameValuePair (helpers.labelOf name) (volume name image)
    ) images;
  };
}
