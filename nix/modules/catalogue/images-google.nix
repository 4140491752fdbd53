# NixOS' official images on Google Cloud: looked up where NixOS shares them, or registered in the own project from a tarball
# that somebody publishes (as terraform-nixos' google_image_nixos does).
{ config, lib, ... }:
let
  inherit (lib) mkOption types;

  helpers = import ./helpers.nix { inherit lib; };
  images = config.nixos.images.google;

  nullOrText =
    description:
    mkOption {
      type = types.nullOr types.str;
      default = null;
      inherit description;
    };

  image =
    { name, config, ... }:
    {
      options = {
        release = mkOption {
          type = types.nullOr types.str;
          default = null;
          example = "20.09";
          description = "The release of NixOS. The newest image of its family, `nixos-image-20-09`, is taken.";
        };
        image = nullOrText "One image by its name, `nixos-image-20-09-3531-3858fbc08e6-x86-64-linux`, instead of `release`.";
        source = nullOrText ''
          The URL of a raw image in a `.tar.gz`, in Cloud Storage, instead of `release`. It is registered as an image of the
          own project, under the file's name.
        '';
        project = nullOrText ''
          The project: the one that has the images (`nixos-cloud` where nothing is said), or with `source` the one that
          gets one (the provider's).
        '';
        licenses = mkOption {
          type = types.listOf types.str;
          default = [ ];
          example = [ "https://www.googleapis.com/compute/v1/projects/vm-options/global/licenses/enable-vmx" ];
          description = "With `source`: licences of the image. The one of the example allows nested virtualisation.";
        };
        labels = mkOption {
          type = types.attrsOf types.str;
          default = { };
          description = "With `source`: labels of the image.";
        };
        inherit (helpers) provider;
        selfLink = helpers.reference "The image, for `google_compute_instance.….boot_disk.initialize_params.image`.";
      };

      config.selfLink = "\${${
        if config.source == null then "data." else ""
      }google_compute_image.${helpers.labelOf name}.self_link}";
    };

  lookup =
    image:
    helpers.onlySet {
      inherit (image) provider;
      project = if image.project == null then "nixos-cloud" else image.project;
      name = image.image;
      family =
        if image.image != null || image.release == null then
          null
        else
          "nixos-image-${builtins.replaceStrings [ "." ] [ "-" ] image.release}";
    };

  registered =
    image:
    {
      name = helpers.googlePlainName (lib.removeSuffix ".raw.tar.gz" (baseNameOf image.source));
      family = "nixos";
      raw_disk.source = image.source;
      lifecycle.create_before_destroy = true;
    }
    // helpers.onlySet {
      inherit (image) project provider;
      labels = if image.labels == { } then null else image.labels;
      licenses = if image.licenses == [ ] then null else image.licenses;
    };

  select = test: make: lib.mapAttrs' (name: image: lib.nameValuePair (helpers.labelOf name) (make image)) (
    lib.filterAttrs (_: test) images
  );
  found = select (image: image.source == null) lookup;
  made = select (image: image.source != null) registered;
in
{
  options.nixos.images.google = mkOption {
    type = types.attrsOf (types.submodule image);
    default = { };
    example = {
      web.release = "20.09";
    };
    description = "NixOS images on Google Cloud, by name: `config.nixos.images.google.<name>.selfLink`.";
  };

  config = {
    data = lib.mkIf (found != { }) { google_compute_image = found; };
    resource = lib.mkIf (made != { }) { google_compute_image = made; };

    assertions = lib.mapAttrsToList (
      name: image:
      let
        given = builtins.filter (value: value != null) [
          image.release
          image.image
          image.source
        ];
      in
      {
        assertion = builtins.length given == 1;
        message = "nixos.images.google.${name}: set one of `release', `image' and `source'";
      }
    ) images;
  };
}
