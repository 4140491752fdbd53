# NixOS on Hetzner Cloud, which takes no image from outside: a snapshot that was made before, or another Linux that becomes
# NixOS when it first boots.
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  helpers = import ./helpers.nix { inherit lib; };
  infect = import ./infect.nix {
    inherit lib;
    provider = "hetznercloud";
  };
  images = config.nixos.images.hetzner;

  image =
    { name, config, ... }:
    {
      options = {
        snapshot = mkOption {
          type = types.nullOr types.str;
          default = null;
          example = "os=nixos,release=25.05";
          description = ''
            Labels of a snapshot that has NixOS on it; the newest with these is taken. `hcloud-upload-image` makes one of an
            image file, and so does any server that was set up by hand.
          '';
        };
        inherit (helpers) architecture provider;
        base = mkOption {
          type = types.str;
          default = "debian-12";
          description = "Without `snapshot`: the system that becomes NixOS.";
        };
        infect = infect.options;
        id = helpers.reference "The image, for `hcloud_server.….image`.";
        userData = mkOption {
          type = types.nullOr types.str;
          readOnly = true;
          description = "For `hcloud_server.….user_data`; null where nothing is to be done.";
        };
      };

      config = {
        id = if config.snapshot == null then config.base else "\${data.hcloud_image.${helpers.labelOf name}.id}";
        userData = if config.snapshot == null && config.infect.enable then infect.userData config.infect else null;
      };
    };

  lookup =
    image:
    {
      with_selector = image.snapshot;
      with_architecture = if image.architecture == "aarch64" then "arm" else "x86";
      most_recent = true;
    }
    // helpers.onlySet { inherit (image) provider; };

  snapshots = lib.filterAttrs (_: image: image.snapshot != null) images;
in
{
  options.nixos.images.hetzner = mkOption {
    type = types.attrsOf (types.submodule image);
    default = { };
    example = {
      web.infect.release = "25.05";
    };
    description = "NixOS on Hetzner Cloud, by name: `config.nixos.images.hetzner.<name>.id` and `.userData`.";
  };

  config = lib.mkIf (images != { }) (
    lib.mkMerge [
      (helpers.required "hcloud" "hetznercloud/hcloud")
      {
        data = lib.mkIf (snapshots != { }) {
          hcloud_image = lib.mapAttrs' (name: image: lib.nameValuePair (helpers.labelOf name) (lookup image)) snapshots;
        };
      }
    ]
  );
}
