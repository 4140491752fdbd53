# An image of one's own on Google Cloud: built, uploaded, registered.
#
# Everything has a name that changes with the content: a new image stands beside the old one until all that Terraform knows
# of has moved over, and no upload ever replaces what an image is just being made of. Machines that others make (an
# autoscaler) name the family, which always is its newest image: none of them can meet one that was taken away.
{
  config,
  lib,
  pkgs,
  ...
}:
let
  inherit (lib) mkOption types;

  helpers = import ./helpers.nix { inherit lib; };
  images = config.nixos.images.googleCustom;

  # Published images (images-google.nix) may have the same names.
  labelOf = name: helpers.labelOf "custom_${name}";

  build =
    name: configuration:
    let
      system = import (pkgs.path + "/nixos") {
        configuration.imports = [
          (pkgs.path + "/nixos/modules/virtualisation/google-compute-image.nix")
          configuration
        ];
        system = "x86_64-linux";
      };
    in
    # The folder has one file in it, whose name depends on nixpkgs' version.
    pkgs.runCommand "nixos-image-${helpers.googlePlainName name}.raw.tar.gz" { } ''
      ln -s ${system.config.system.build.googleComputeImage}/*.tar.gz $out
    '';

  image =
    {
      name,
      config,
      options,
      ...
    }:
    {
      options = {
        configuration = mkOption {
          type = types.deferredModule;
          default = { };
          example = lib.literalExpression "./web.nix";
          description = ''
            The NixOS configuration in the image. It is built with the project's `pkgs`, for x86_64-linux, before a plan.
            nixpkgs' `virtualisation/google-compute-image.nix` is in it already.
          '';
        };
        image = helpers.image ''
          The image itself, instead of `configuration`: a `.raw.tar.gz` as a path or a package, or the name of a file that is
          there when Terraform runs.
        '' // {
          defaultText = lib.literalMD "what `configuration` makes";
        };
        bucket = mkOption {
          type = types.str;
          example = "my-images";
          description = "The bucket that the image is uploaded to: its name, or a reference to one.";
        };
        family = mkOption {
          type = types.str;
          default = "nixos-${helpers.googlePlainName name}";
          defaultText = lib.literalMD "`nixos-` and the name";
          description = "The family of the image. Its newest image is `familyLink`.";
        };
        project = mkOption {
          type = types.nullOr types.str;
          default = null;
          description = "The project that gets the image: the provider's where nothing is said.";
        };
        guestOsFeatures = mkOption {
          type = types.listOf types.str;
          default = [ ];
          example = [
            "UEFI_COMPATIBLE"
            "GVNIC"
          ];
          description = "What of Google's features the system in the image can make use of.";
        };
        licenses = mkOption {
          type = types.listOf types.str;
          default = [ ];
          description = "Licences of the image.";
        };
        labels = mkOption {
          type = types.attrsOf types.str;
          default = { };
          description = "Labels of the image.";
        };
        inherit (helpers) provider;
        selfLink = helpers.reference "This image, for machines that Terraform makes.";
        familyLink = helpers.reference "The newest image of the family, for machines that others make, such as an instance template's.";
      };

      config = {
        image = lib.mkIf options.configuration.isDefined (lib.mkDefault (build name config.configuration));
        selfLink = "\${google_compute_image.${labelOf name}.self_link}";
        familyLink = "projects/\${google_compute_image.${labelOf name}.project}/global/images/family/${config.family}";
      };
    };

  object = name: image: {
    inherit (image) bucket;
    name = "nixos/${helpers.googleName name image.image}.raw.tar.gz";
    source = helpers.sourceOf image.image;
    content_type = "application/gzip";
    lifecycle.create_before_destroy = true;
  } // helpers.onlySet { inherit (image) provider; };

  registered =
    name: image:
    {
      name = helpers.googleName "nixos-${name}" image.image;
      inherit (image) family;
      # Waits for the upload.
      raw_disk.source = "https://storage.googleapis.com/${image.bucket}/\${google_storage_bucket_object.${labelOf name}.output_name}";
      lifecycle.create_before_destroy = true;
    }
    // helpers.onlySet {
      inherit (image) project provider;
      labels = if image.labels == { } then null else image.labels;
      licenses = if image.licenses == [ ] then null else image.licenses;
      guest_os_features = if image.guestOsFeatures == [ ] then null else map (type: { inherit type; }) image.guestOsFeatures;
    };

  each = make: lib.mapAttrs' (name: image: lib.nameValuePair (labelOf name) (make name image)) images;
in
{
  options.nixos.images.googleCustom = mkOption {
    type = types.attrsOf (types.submodule image);
    default = { };
    example = lib.literalExpression ''
      {
        web = {
          bucket = "my-images";
          configuration = ./web.nix;
        };
      }
    '';
    description = ''
      Images of one's own on Google Cloud, by name: `config.nixos.images.googleCustom.<name>.selfLink`.
    '';
  };

  config.resource = lib.mkIf (images != { }) {
    google_storage_bucket_object = each object;
    google_compute_image = each registered;
  };
}
